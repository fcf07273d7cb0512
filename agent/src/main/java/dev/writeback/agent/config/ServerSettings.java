package dev.writeback.agent.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which servers a directory has: exactly one of {@code servers} and {@code domain}. */
public sealed interface ServerSettings {
    /** {@code primaryFirst}: the PDC emulator of the domain before all others. */
    boolean primaryFirst();

    /** Whether a request that one server does not answer has another to go to. */
    boolean hasAlternatives();

    /**
     * {@code servers}.
     *
     * @param addresses in order of preference, at least one
     */
    record Listed(List<ServerAddress> addresses, boolean primaryFirst) implements ServerSettings {
        /**
         * @throws IllegalArgumentException when there is none
         */
        public Listed {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("servers: found none; accepted: at least one");
            }
        }

        @Override
        public boolean hasAlternatives() {
            return addresses.size() > 1;
        }
    }

    /**
     * {@code domain}: the domain controllers that DNS names.
     *
     * @param domain DNS name
     * @param site of Active Directory; its controllers come first
     * @param nameServer asked instead of the host's, at port 53
     */
    record Discovered(String domain, Optional<String> site, boolean primaryFirst, Optional<InetAddress> nameServer)
            implements ServerSettings {
        static final TextForm DOMAIN = TextForm.of(
                "[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})+",
                "the DNS name of the domain, such as corp.example.test");
        static final TextForm SITE =
                TextForm.of("[A-Za-z0-9_-]{1,63}", "the name of a site: 1 to 63 letters, digits, - and _");

        /**
         * @throws IllegalArgumentException when a name has another form
         */
        public Discovered {
            DOMAIN.require("domain", domain);
            site.ifPresent(name -> SITE.require("site", name));
        }

        @Override
        public boolean hasAlternatives() {
            return true;
        }
    }
}
