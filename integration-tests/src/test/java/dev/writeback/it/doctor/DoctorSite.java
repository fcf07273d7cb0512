package dev.writeback.it.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.sandbox.process.SecretTraces;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteDirectory;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A site with the Samba AD domain controller as its directory, whose configuration is bent for each situation. */
final class DoctorSite implements AutoCloseable {
    static final String BASE = "DC=corp,DC=example,DC=test";
    static final String STAFF = "OU=Staff," + BASE;
    static final String SERVICE = "OU=Service," + BASE;

    final Site site;
    final SiteSettings settings;
    final int httpPort;
    private final SambaServer samba;
    private final String usual;
    private final List<byte[]> secrets = new ArrayList<>();

    private DoctorSite(Site site, SiteSettings settings, int httpPort, SambaServer samba) throws IOException {
        this.site = site;
        this.settings = settings;
        this.httpPort = httpPort;
        this.samba = samba;
        this.usual = Files.readString(site.agentConfig());
        secrets.addAll(site.secrets());
    }

    static DoctorSite start(Path folder, SambaServer samba) throws Exception {
        int port = Site.freePort();
        SiteDirectory directory = new SiteDirectory(
                "ldaps://" + SambaServer.HOST + ":" + SambaServer.LDAPS,
                BASE,
                Files.readString(samba.caFile()),
                samba.serviceAccountDn(),
                samba.serviceAccountPassword(),
                STAFF);
        SiteSettings settings = SiteSettings.in(folder, port).withGiven(directory);
        return new DoctorSite(Site.open(settings, Clock.systemUTC(), new SecureRandom()), settings, port, samba);
    }

    /** A configuration that differs in this alone. */
    Path configWith(String name, String... replacements) throws IOException {
        String text = usual;
        for (int i = 0; i < replacements.length; i += 2) {
            Assertions.assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return privately(name + ".yaml", text);
    }

    private Path privately(String name, String text) throws IOException {
        return Files.setPosixFilePermissions(
                Files.writeString(site.file(name), text), PosixFilePermissions.fromString("rw-------"));
    }

    Path config() {
        return site.agentConfig();
    }

    /** A file beside the configuration; its content must never be printed. */
    void secretFile(String name, String content) throws IOException {
        privately(name, content);
        secrets.add(content.getBytes(UTF_8));
    }

    /** Whatever happens, no secret of the site is in what a command has printed. */
    void assertNoSecretIn(Cli.Result result) {
        Assertions.assertThat(SecretTraces.in(result.all(), secrets)).isEmpty();
    }

    /** A service account without any right. */
    String createServiceAccount(String name, String password) throws LDAPException {
        String dn = "CN=" + name + "," + SERVICE;
        createAccount(dn, name, "user", password);
        return dn;
    }

    void createAccount(String dn, String name, String objectClass, String password) throws LDAPException {
        try (LDAPConnection admin = samba.administrator()) {
            admin.add(
                    dn,
                    new Attribute("objectClass", objectClass),
                    new Attribute("sAMAccountName", name),
                    new Attribute("userPrincipalName", name + "@corp.example.test"),
                    new Attribute("unicodePwd", ('"' + password + '"').getBytes(StandardCharsets.UTF_16LE)),
                    new Attribute("userAccountControl", "512"));
        }
    }

    /** {@code S-1-5-...} */
    String sidOf(String dn) throws LDAPException {
        try (LDAPConnection admin = samba.administrator()) {
            ByteBuffer sid = ByteBuffer.wrap(admin.getEntry(dn, "objectSid").getAttributeValueBytes("objectSid"))
                    .order(ByteOrder.LITTLE_ENDIAN);
            StringBuilder text = new StringBuilder("S-1-5");
            sid.position(8);
            while (sid.hasRemaining()) {
                text.append('-').append(Integer.toUnsignedLong(sid.getInt()));
            }
            return text.toString();
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
