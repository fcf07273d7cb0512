package dev.writeback.sandbox.apacheds;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFWriter;
import com.unboundid.ldif.TrailingSpaceBehavior;
import dev.writeback.sandbox.standard.People;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The configuration that comes in the server's jar, with what is ours in place of it: ports on loopback, a certificate, a
 * naming context, rights that count, and the policy of the OpenLDAP server of these tests as far as there is one here.
 *
 * <p>A greatest age is set for its side effect: without a least or a greatest one no {@code pwdChangedTime} is kept. A
 * lockout of no duration would look like one by an administrator.
 */
record Configuration(int ldap, int ldaps, Path keyStore, String keyStorePassword) {
    private static final String SERVICE = "ads-directoryServiceId=default,ou=config";
    private static final String LDAP_SERVER = "ads-serverId=ldapServer,ou=servers," + SERVICE;
    static final String POLICY = "ads-pwdId=default,ou=passwordPolicies,ads-interceptorId=authenticationInterceptor,"
            + "ou=interceptors," + SERVICE;
    private static final String TEN_YEARS = "315360000";
    private static final String ONE_DAY = "86400";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String BASE_ENTRY =
            "dn: " + People.BASE + "\nobjectClass: top\nobjectClass: domain\ndc: example\n\n";

    /** What is set, by the name of the entry. */
    private Map<String, Map<String, String>> ours() {
        return Map.of(
                SERVICE,
                Map.of("ads-dsAllowAnonymousAccess", "FALSE", "ads-dsAccessControlEnabled", "TRUE"),
                "ads-partitionId=example,ou=partitions," + SERVICE,
                // It is killed in the tests: without a sync on each write its store would be torn by that.
                Map.of(
                        "ads-partitionSuffix",
                        People.BASE,
                        "ads-contextEntry",
                        BASE_ENTRY,
                        "ads-partitionSyncOnWrite",
                        "TRUE"),
                POLICY,
                Map.of(
                        "ads-pwdMinLength", "8",
                        "ads-pwdMaxLength", "64",
                        "ads-pwdCheckQuality", "2",
                        "ads-pwdMaxAge", TEN_YEARS,
                        "ads-pwdExpireWarning", "0",
                        "ads-pwdGraceAuthNLimit", "0",
                        "ads-pwdFailureCountInterval", "0",
                        "ads-pwdLockoutDuration", ONE_DAY),
                LDAP_SERVER,
                Map.of(
                        "ads-confidentialityRequired",
                        "TRUE",
                        "ads-keystoreFile",
                        keyStore.toString(),
                        "ads-certificatePassword",
                        keyStorePassword,
                        "ads-replEnabled",
                        "FALSE"),
                "ads-transportid=ldap,ou=transports," + LDAP_SERVER,
                Map.of("ads-systemPort", Integer.toString(ldap), "ads-transportAddress", LOOPBACK),
                "ads-transportid=ldaps,ou=transports," + LDAP_SERVER,
                Map.of("ads-systemPort", Integer.toString(ldaps), "ads-transportAddress", LOOPBACK));
    }

    void write(Path jar, Path file) throws IOException {
        Map<String, Map<String, String>> ours = ours();
        Set<String> missing = new TreeSet<>(ours.keySet());
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = zip.getInputStream(shipped(zip));
                LDIFReader reader = new LDIFReader(in);
                LDIFWriter writer = new LDIFWriter(Files.newOutputStream(file))) {
            reader.setTrailingSpaceBehavior(TrailingSpaceBehavior.STRIP);
            for (Entry entry = reader.readEntry(); entry != null; entry = reader.readEntry()) {
                ours.getOrDefault(entry.getDN(), Map.of()).forEach(entry::setAttribute);
                missing.remove(entry.getDN());
                writer.writeEntry(entry);
            }
        } catch (LDIFException e) {
            throw new IOException("the configuration in " + jar + " cannot be read", e);
        }
        if (!missing.isEmpty()) {
            throw new IOException("the configuration in " + jar + " has no " + missing);
        }
    }

    private static ZipEntry shipped(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry("config.ldif");
        if (entry == null) {
            throw new FileNotFoundException("no config.ldif in " + zip.getName());
        }
        return entry;
    }

    /** Without the password of the key store. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Configuration[ldap %d, ldaps %d]", ldap, ldaps);
    }
}
