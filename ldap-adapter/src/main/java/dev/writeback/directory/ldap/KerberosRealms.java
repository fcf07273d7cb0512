package dev.writeback.directory.ldap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the Java runtime has to know of Kerberos realms. It has one configuration for the whole process, so all
 * directories share one, which is written here: for each realm its authorities, where they are configured, and that
 * the hosts of the domain of the same name belong to it; for all else it includes the system's.
 *
 * <p>This is the one thing that directories share. Two directories of one realm must agree on its authorities.
 */
final class KerberosRealms {
    private static final String PROPERTY = "java.security.krb5.conf";
    private static final Path SYSTEM = Path.of("/etc/krb5.conf");
    /** TCP only: a datagram that is sent again could count as a second failed logon. */
    private static final String DEFAULTS = """
            [libdefaults]
              udp_preference_limit = 1
              kdc_timeout = 5000
              max_retries = 1
            """;

    private static final Map<String, List<String>> REALMS = new TreeMap<>();
    private static final Path BASE = Path.of(System.getProperty(PROPERTY, SYSTEM.toString()));
    private static List<Path> written = List.of();

    private KerberosRealms() {}

    /**
     * Makes the realm known to the runtime.
     *
     * @param kdcs {@code HOST[:PORT]}; empty when the system's file or the DNS knows them
     * @throws IllegalArgumentException when the realm is known with other authorities
     */
    static synchronized void add(String realm, List<String> kdcs) {
        List<String> known = REALMS.putIfAbsent(realm, kdcs);
        if (known == null) {
            install();
        } else if (!known.equals(kdcs)) {
            throw new IllegalArgumentException("the Kerberos realm " + realm + " is configured with the authorities "
                    + known + " and " + kdcs + "; a realm has the same for all directories");
        }
    }

    static String text(Map<String, List<String>> realms) {
        StringBuilder text = new StringBuilder(DEFAULTS).append("[realms]\n");
        realms.forEach((realm, kdcs) -> {
            if (!kdcs.isEmpty()) {
                text.append("  ").append(realm).append(" = {\n");
                kdcs.forEach(kdc -> text.append("    kdc = ").append(kdc).append('\n'));
                text.append("  }\n");
            }
        });
        text.append("[domain_realm]\n");
        realms.keySet().forEach(realm -> {
            String domain = realm.toLowerCase(Locale.ROOT);
            text.append("  .").append(domain).append(" = ").append(realm).append('\n');
            text.append("  ").append(domain).append(" = ").append(realm).append('\n');
        });
        return text.toString();
    }

    /** Of two values the runtime takes the first, and it reads an include at the head of a file only. */
    static String including(Path realms, Path base) {
        String own = "include " + realms.toAbsolutePath() + "\n";
        return Files.isReadable(base) ? own + "include " + base.toAbsolutePath() + "\n" : own;
    }

    /** Something may clean up temporary files, and the runtime reads them again at each login. */
    static synchronized void keepInPlace() {
        if (!written.stream().allMatch(Files::isReadable)) {
            install();
        }
    }

    private static void install() {
        try {
            Path realms = temporary("writeback-realms-", text(REALMS));
            Path whole = temporary("writeback-krb5-", including(realms, BASE));
            written = List.of(realms, whole);
            System.setProperty(PROPERTY, whole.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the Kerberos configuration cannot be written", e);
        }
    }

    private static Path temporary(String prefix, String text) throws IOException {
        Path file = Files.createTempFile(prefix, ".conf");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
