package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Samba AD domain controller of our own: provisioned, seeded, and destroyed with all its data. It is stopped by its own
 * process id only, also when the JVM ends early.
 */
final class SambaServer implements TestDirectory, AutoCloseable {
    static final String HOST = "dc1.corp.example.test";
    private static final Path SCRIPT = Path.of("samba", "samba-ad.sh").toAbsolutePath();
    private static final int LDAPS = 636;

    /** schemaIDGUID of the attribute (MS-ADA3). */
    private static final String REPL_PROPERTY_META_DATA = "281416c0-1968-11d0-a28f-00aa003049e2";

    private final Path data;
    private final String address;
    private final Map<String, String> facts;
    private final Thread lastResort = new Thread(this::destroy, "samba-destroy");

    private SambaServer(Path data, String address) throws IOException {
        this.data = data;
        this.address = address;
        Runtime.getRuntime().addShutdownHook(lastResort);
        script("destroy");
        script("start");
        this.facts = facts(script("seed"));
    }

    /** Starts a server at that loopback address, with its data below {@code target}. */
    static SambaServer start(String address) throws IOException {
        return new SambaServer(Path.of("target", "samba-ad").toAbsolutePath(), address);
    }

    @Override
    public ActiveDirectorySettings settings() {
        return new ActiveDirectorySettings(
                "corp",
                List.of(new ServerAddress(ServerAddress.Transport.LDAPS, HOST, LDAPS)),
                fact("BASE_DN"),
                Optional.of(caFile()),
                fact("SVC_DN"),
                () -> Secret.takeOwnershipOf(fact("SVC_PASSWORD").getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                4,
                Clock.systemUTC());
    }

    private Path caFile() {
        return Path.of(fact("CA_PEM"));
    }

    private String fact(String name) {
        return Optional.ofNullable(facts.get("SAMBA_AD_" + name))
                .orElseThrow(() -> new IllegalStateException("samba-ad.sh did not tell SAMBA_AD_" + name));
    }

    @Override
    public ServerAddress addressByWrongName() {
        return new ServerAddress(ServerAddress.Transport.LDAPS, "wrong.example.test", LDAPS);
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return bind(fact("ADMIN_DN"), fact("ADMIN_PASSWORD"));
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection;
        try {
            SSLUtil tls = new SSLUtil(new PEMFileTrustManager(caFile().toFile()));
            connection = new LDAPConnection(tls.createSSLSocketFactory(), options, address, LDAPS);
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

    @Override
    public void hidePasswordStamp(String accountName, String dn, String readerSid) {
        tool("dsacl", "set", "--objectdn=" + dn, "--sddl=(OD;;RP;" + REPL_PROPERTY_META_DATA + ";;" + readerSid + ")");
    }

    /** Ends the server at once, as a crash would. */
    void crash() {
        script("kill");
    }

    /** Starts it again with the data it had. */
    void restart() {
        script("start");
    }

    /** Lets the whole server stand still while its sockets stay open. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** Runs {@code samba-tool} on the domain. */
    void tool(String... arguments) {
        run(Stream.concat(Stream.of("bash", SCRIPT.toString(), "tool", data.toString()), Arrays.stream(arguments))
                .toList());
    }

    private void signal(String signal) {
        try {
            String pid = Files.readString(data.resolve("run/server.pid")).split(" ", 2)[0];
            run(List.of("kill", signal, "--", "-" + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String script(String verb) {
        return run(List.of("bash", SCRIPT.toString(), verb, data.toString()));
    }

    private String run(List<String> command) {
        try {
            Path output = Files.createTempFile("samba-ad", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().put("SAMBA_AD_IP", address);
                // Durability costs most of the time of small writes, and this data is thrown away.
                builder.environment().put("SAMBA_AD_NOSYNC", "yes");
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command + " took more than two minutes");
                }
                String text = Files.readString(output);
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(command + " failed:\n" + text);
                }
                return text;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }

    private static Map<String, String> facts(String output) {
        return output.lines()
                .filter(line -> line.matches("SAMBA_AD_[A-Z0-9_]+='.*'"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts[1].substring(1, parts[1].length() - 1), (a, b) -> b));
    }

    private void destroy() {
        script("destroy");
    }

    @Override
    public void close() {
        destroy();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
