package dev.writeback.sandbox.samba;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Samba AD domain controller of our own: provisioned, seeded, and destroyed with all its data. It is stopped by its own
 * process id only, also when the JVM ends early.
 */
public final class SambaServer implements AutoCloseable {
    /** The name in its certificate, which no name server knows. */
    public static final String HOST = "dc1.corp.example.test";

    public static final int LDAPS = 636;

    private final SambaScript script;
    private final Map<String, String> facts;
    private final Thread lastResort;

    private SambaServer(SambaScript script) {
        this.script = script;
        this.lastResort = new Thread(this::destroy, "samba-destroy");
        Runtime.getRuntime().addShutdownHook(lastResort);
        script.run("destroy");
        script.run("start");
        this.facts = facts(script.run("seed"));
    }

    /**
     * Starts a server; returns when LDAPS answers and the fixtures are in place.
     *
     * @param data made anew; what is there of an earlier run is deleted
     * @param address a loopback address whose LDAP, Kerberos and DNS ports are free
     */
    public static SambaServer start(Path data, String address) {
        return new SambaServer(new SambaScript(data.toAbsolutePath(), address));
    }

    public String baseDn() {
        return fact("BASE_DN");
    }

    /** {@code OU=Staff}, where the service account may write. */
    public String staffDn() {
        return fact("STAFF_DN");
    }

    /** The certificate of the authority that signed the server's, PEM. */
    public Path caFile() {
        return Path.of(fact("CA_PEM"));
    }

    /** Where its LDAPS is. */
    public InetSocketAddress address() {
        return new InetSocketAddress(script.address(), LDAPS);
    }

    /** The account with the delegation on {@link #staffDn()}. */
    public String serviceAccountDn() {
        return fact("SVC_DN");
    }

    public byte[] serviceAccountPassword() {
        return octets("SVC_PASSWORD");
    }

    /** The Kerberos realm. */
    public String realm() {
        return fact("REALM");
    }

    /** The address of the realm's authority. */
    public String kdc() {
        return script.address();
    }

    /** Writes the keys of an account, as they are now, into a file. */
    public void exportKeytab(String accountName, Path file) {
        script.run("keytab", accountName + "@" + realm(), file.toString());
    }

    /** The password that every seeded user starts with. */
    public byte[] userPassword() {
        return octets("USER_PASSWORD");
    }

    private byte[] octets(String name) {
        return fact(name).getBytes(StandardCharsets.UTF_8);
    }

    private String fact(String name) {
        return Optional.ofNullable(facts.get("SAMBA_AD_" + name))
                .orElseThrow(() -> new IllegalStateException("samba-ad.sh did not tell SAMBA_AD_" + name));
    }

    /** A new connection as an administrator who may read and write everything; the caller closes it. */
    public LDAPConnection administrator() throws LDAPException {
        return bind(fact("ADMIN_DN"), fact("ADMIN_PASSWORD"));
    }

    /**
     * A new connection, verified like the agent's, bound with that distinguished name.
     *
     * @throws LDAPException the server's refusal; the caller closes what is returned
     */
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection;
        try {
            SSLUtil tls = new SSLUtil(new PEMFileTrustManager(caFile().toFile()));
            connection = new LDAPConnection(tls.createSSLSocketFactory(), options, script.address(), LDAPS);
        } catch (GeneralSecurityException e) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "the server's CA cannot be used", e);
        }
        try {
            connection.bind(dn, password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    /** A new witness of this server; the caller closes it. */
    public SambaWitness witness() throws IOException {
        return SambaWitness.start(script.data().resolve("etc/smb.conf"));
    }

    /** Ends the server at once, as a crash would. */
    public void crash() {
        script.run("kill");
    }

    /** Starts it again with the data it had. */
    public void restart() {
        script.run("start");
    }

    /** Lets the whole server stand still while its sockets stay open. */
    public void freeze() {
        script.freeze();
    }

    public void thaw() {
        script.thaw();
    }

    /** Processor time of all its processes that are still there. */
    public Duration processorTime() {
        ProcessHandle first = ProcessHandle.of(script.pid()).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Runs {@code samba-tool} on the domain. */
    public void tool(String... arguments) {
        script.run("tool", arguments);
    }

    /**
     * A folder with a {@code samba-tool} that works on this domain, to stand first in a {@code PATH}.
     *
     * @param folder made if it is not there
     */
    public Path commands(Path folder) throws IOException {
        Path tool = Files.createDirectories(folder).resolve("samba-tool");
        Files.writeString(tool, """
                #!/bin/sh
                group=$1; command=$2; shift 2
                exec /usr/bin/samba-tool "$group" "$command" --configfile='%s' -H '%s' "$@"
                """.formatted(
                        script.data().resolve("etc/smb.conf"), script.data().resolve("private/sam.ldb")));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    private static Map<String, String> facts(String output) {
        return output.lines()
                .filter(line -> line.matches("SAMBA_AD_[A-Z0-9_]+='.*'"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts[1].substring(1, parts[1].length() - 1), (a, b) -> b));
    }

    private void destroy() {
        script.run("destroy");
    }

    @Override
    public void close() {
        destroy();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
