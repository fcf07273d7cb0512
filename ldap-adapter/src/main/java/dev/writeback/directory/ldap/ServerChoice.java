package dev.writeback.directory.ldap;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which servers a directory has, and which of them comes first. */
public sealed interface ServerChoice {
    /** Whether the server that is its domain's primary (the PDC emulator) comes before all others. */
    boolean primaryFirst();

    /** Exactly these, in order of preference. */
    static ServerChoice of(ServerAddress... addresses) {
        return new Listed(List.of(addresses), false);
    }

    /** Whether more than one server may be there: then no look-up waits for one of them alone. */
    boolean hasAlternatives();

    /** Named one by one, in order of preference, at least one. */
    record Listed(List<ServerAddress> addresses, boolean primaryFirst) implements ServerChoice {
        /**
         * @throws IllegalArgumentException when there is none
         */
        public Listed {
            addresses = addresses.stream().distinct().toList();
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a directory needs at least one server, or a domain");
            }
        }

        @Override
        public boolean hasAlternatives() {
            return addresses.size() > 1;
        }
    }

    /**
     * The domain controllers that DNS names (MS-ADTS 6.3.2.3), by LDAPS.
     *
     * @param domain DNS name; controllers outside of it are left out
     * @param site its controllers come before those of other sites
     * @param nameServer asked instead of the host's
     */
    record Discovered(
            String domain, Optional<String> site, boolean primaryFirst, Optional<InetSocketAddress> nameServer)
            implements ServerChoice {
        private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

        /**
         * @throws IllegalArgumentException when the domain or the site is no DNS name
         */
        public Discovered {
            domain = domain.toLowerCase(Locale.ROOT);
            for (String label : domain.split("\\.", -1)) {
                require(LABEL.matcher(label).matches(), "domain", domain);
            }
            site.ifPresent(name -> require(LABEL.matcher(name).matches(), "site", name));
        }

        private static void require(boolean fits, String what, String found) {
            if (!fits) {
                throw new IllegalArgumentException("the " + what + " is no DNS name: '" + found + "'");
            }
        }

        @Override
        public boolean hasAlternatives() {
            return true;
        }
    }
}
