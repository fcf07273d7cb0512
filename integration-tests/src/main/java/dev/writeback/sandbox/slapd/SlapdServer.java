package dev.writeback.sandbox.slapd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.writeback.sandbox.tls.ServerCertificate;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An OpenLDAP server with the ppolicy overlay: LDAPS and LDAP on loopback ports of their own, no simple bind without TLS,
 * a seed of people. It is a child of this process, stopped by its own id only, and its folder goes with it.
 */
public final class SlapdServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String ROOT = "cn=root," + People.BASE;
    private static final String ROOT_PASSWORD = "R00t-Passw0rd!";

    private final Path folder;
    private final TestAuthority authority = TestAuthority.create("Slapd Test CA");
    private final int ldaps = freePort();
    private final int ldap = freePort();
    private final Thread lastResort = new Thread(this::kill, "slapd-kill");
    private volatile @Nullable Process process;

    private SlapdServer(Path folder) throws IOException, LDAPException {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(lastResort);
        writeFiles();
        process = start();
        try (LDAPConnection root = administrator()) {
            new People(root).seed();
        }
    }

    /** Starts a server in a folder that is made anew; returns when it answers and the people are in it. */
    public static SlapdServer start(Path folder) {
        try {
            delete(folder);
            return new SlapdServer(Files.createDirectories(folder).toAbsolutePath());
        } catch (IOException | LDAPException e) {
            throw new IllegalStateException("slapd does not start", e);
        }
    }

    private void writeFiles() throws IOException {
        // Under its own path the server may be confined to the system's folders.
        Files.copy(SlapdPresence.BINARY, file("slapd"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(file("data"));
        ServerCertificate certificate = authority.serverCertificate("localhost", "127.0.0.1");
        Files.writeString(file("ca.pem"), authority.caPem());
        Files.writeString(file("server.pem"), certificate.chainPem());
        Files.writeString(file("server.key"), certificate.ecKeyPem());
        Files.writeString(file("slapd.conf"), configuration());
    }

    private String configuration() {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload ppolicy
                TLSCACertificateFile FOLDER/ca.pem
                TLSCertificateFile FOLDER/server.pem
                TLSCertificateKeyFile FOLDER/server.key
                security simple_bind=128
                database mdb
                maxsize 67108864
                suffix "BASE"
                rootdn "ROOT"
                rootpw ROOT_PASSWORD
                directory FOLDER/data
                dbnosync
                index objectClass,entryUUID,uid,mail,member,uniqueMember eq
                access to dn.subtree="ou=Staff,BASE" attrs=userPassword
                  by dn.exact="cn=svc-manage,ou=Service,BASE" manage
                  by dn.exact="cn=svc-writeback,ou=Service,BASE" =w
                  by dn.exact="cn=svc-blind,ou=Service,BASE" =w
                  by dn.exact="uid=svc-person,ou=Staff,BASE" =w
                  by self =xw
                  by anonymous auth
                  by * none
                access to dn.subtree="ou=Staff,BASE" attrs=pwdReset,pwdAccountLockedTime
                  by dn.exact="cn=svc-blind,ou=Service,BASE" none
                  by dn.children="ou=Service,BASE" write
                  by dn.exact="uid=svc-person,ou=Staff,BASE" write
                  by * none
                access to attrs=userPassword by self =xw by anonymous auth by * none
                access to dn.exact="cn=hidden,ou=Policies,BASE" by * none
                access to * by users read by anonymous auth
                overlay ppolicy
                ppolicy_default "cn=default,ou=Policies,BASE"
                ppolicy_hash_cleartext
                ppolicy_use_lockout
                """.replace("FOLDER", folder.toString())
                .replace("ROOT_PASSWORD", ROOT_PASSWORD)
                .replace("ROOT", ROOT)
                .replace("BASE", People.BASE);
    }

    private Process start() throws IOException {
        // Any -d keeps it in the foreground, as our child.
        Process started = new ProcessBuilder(
                        file("slapd").toString(),
                        "-f",
                        file("slapd.conf").toString(),
                        "-h",
                        "ldaps://127.0.0.1:" + ldaps + " ldap://127.0.0.1:" + ldap,
                        "-d",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(file("slapd.log").toFile()))
                .start();
        awaitAnswer(started);
        return started;
    }

    private void awaitAnswer(Process started) throws IOException {
        Instant end = Instant.now().plus(START);
        while (true) {
            try (LDAPConnection root = administrator()) {
                root.getRootDSE();
                return;
            } catch (LDAPException e) {
                if (!started.isAlive() || Instant.now().isAfter(end)) {
                    started.destroyForcibly();
                    throw new IOException("slapd does not answer: " + Files.readString(file("slapd.log")), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while slapd starts", e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    public int ldapsPort() {
        return ldaps;
    }

    /** Without TLS at first: for StartTLS. */
    public int ldapPort() {
        return ldap;
    }

    /** {@code ldaps://localhost:PORT}. */
    public String url() {
        return "ldaps://localhost:" + ldaps;
    }

    public Path caFile() {
        return file("ca.pem");
    }

    public String caPem() {
        return authority.caPem();
    }

    public String baseDn() {
        return People.BASE;
    }

    /** Where the service account may write. */
    public String staffDn() {
        return People.STAFF;
    }

    public String defaultPolicyDn() {
        return People.DEFAULT_POLICY;
    }

    public String adminsDn() {
        return "cn=admins,ou=Groups," + People.BASE;
    }

    /** A service account by its common name: {@code svc-writeback}, {@code svc-plain}, {@code svc-blind}, {@code svc-manage}. */
    public String serviceAccountDn(String name) {
        return "cn=" + name + "," + People.SERVICE;
    }

    /** The password of every service account. */
    public byte[] serviceAccountPassword() {
        return People.SERVICE_PASSWORD.getBytes(UTF_8);
    }

    /** The password that every seeded user starts with. */
    public byte[] userPassword() {
        return People.USER_PASSWORD.getBytes(UTF_8);
    }

    /** A new connection as the one who may do everything; the caller closes it. */
    public LDAPConnection administrator() throws LDAPException {
        return bind(ROOT, ROOT_PASSWORD);
    }

    /**
     * A new connection, verified like the agent's, bound with that distinguished name.
     *
     * @throws LDAPException the server's refusal; the caller closes what is returned
     */
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection =
                new LDAPConnection(authority.clientContext().getSocketFactory(), options, "localhost", ldaps);
        try {
            connection.bind(dn, password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    /** Ends the server at once, as a crash would. */
    public void crash() {
        kill();
    }

    /** Starts it again with the data it had. */
    public void restart() {
        try {
            process = start();
        } catch (IOException e) {
            throw new IllegalStateException("slapd does not start again", e);
        }
    }

    /** Lets the server stand still while its sockets stay open. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            String pid = Long.toString(Objects.requireNonNull(process).pid());
            new ProcessBuilder("kill", signal, pid).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("slapd gets no signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        try {
            delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the folder of slapd cannot be deleted", e);
        }
    }
}
