package dev.writeback.sandbox.apacheds;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.sandbox.standard.Loopback;
import dev.writeback.sandbox.standard.People;
import dev.writeback.sandbox.standard.ServerProcess;
import dev.writeback.sandbox.standard.StandardServer;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An ApacheDS with a password policy and access control, and no simple bind without TLS. */
public final class ApacheServer implements StandardServer {
    /** The administrator's name: the only one for whom no policy and no access control holds. */
    public static final String ADMINISTRATOR = "uid=admin,ou=system";

    private static final String ADMINISTRATOR_PASSWORD = "secret";
    /** It extracts its schema and parses it, which takes 10 s of one processor. */
    private static final Duration START = Duration.ofSeconds(120);

    private static final String LOGGING = """
            log4j.rootCategory=WARN, out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.PatternLayout
            log4j.appender.out.layout.ConversionPattern=%d{HH:mm:ss.SSS} %p %c - %m%n
            """;

    private final TestAuthority authority = TestAuthority.create("ApacheDS Test CA");
    private final int ldaps = ServerProcess.freePort();
    private final int ldap = ServerProcess.freePort();
    private final Loopback front = new Loopback(authority, ldaps);
    private final Path jar;
    private final ServerProcess process;

    private ApacheServer(Path jar, ServerProcess process) throws IOException, LDAPException {
        this.jar = jar;
        this.process = process;
        writeFiles();
        start();
        try (LDAPConnection root = administrator()) {
            People people = new People(root);
            people.seed();
            Rights.grant(root, people);
        }
    }

    /**
     * Starts a server in a folder that is made anew; returns when it answers and the people are in it.
     *
     * @param jar the distribution's {@code apacheds-service} jar
     */
    public static ApacheServer start(Path jar, Path folder) {
        try {
            return new ApacheServer(jar.toAbsolutePath(), ServerProcess.in(folder, START));
        } catch (IOException | LDAPException e) {
            throw new IllegalStateException("ApacheDS does not start", e);
        }
    }

    private void writeFiles() throws IOException {
        String password = "key-store";
        Files.writeString(caFile(), caPem());
        Files.writeString(process.file("log4j.properties"), LOGGING);
        Path keyStore = process.file("server.p12");
        try (OutputStream out = Files.newOutputStream(keyStore)) {
            authority
                    .serverCertificate("localhost", "127.0.0.1")
                    .keyStore(password.toCharArray())
                    .store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store cannot be written", e);
        }
        Path configuration = Files.createDirectories(instance().resolve("conf")).resolve("config.ldif");
        new Configuration(ldap, ldaps, keyStore, password).write(jar, configuration);
    }

    private Path instance() {
        return process.file("instance");
    }

    private void start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j.configuration=file:" + process.file("log4j.properties"),
                "-jar",
                jar.toString(),
                instance().toString());
        process.start(command, () -> administrator().close());
    }

    @Override
    public int ldapsPort() {
        return ldaps;
    }

    @Override
    public int ldapPort() {
        return ldap;
    }

    @Override
    public Path caFile() {
        return process.file("ca.pem");
    }

    @Override
    public String caPem() {
        return authority.caPem();
    }

    /** Where the policy is configured, which its administrator alone can read. */
    public String policyDn() {
        return Configuration.POLICY;
    }

    /** The administrator's password. */
    public byte[] administratorPassword() {
        return ADMINISTRATOR_PASSWORD.getBytes(UTF_8);
    }

    @Override
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return bind(ADMINISTRATOR, ADMINISTRATOR_PASSWORD);
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        return front.bind(dn, password);
    }

    @Override
    public void crash() {
        process.kill();
    }

    @Override
    public void restart() {
        try {
            start();
        } catch (IOException e) {
            throw new IllegalStateException("ApacheDS does not start again", e);
        }
    }

    @Override
    public void freeze() {
        process.freeze();
    }

    @Override
    public void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.close();
    }
}
