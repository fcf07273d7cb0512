package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.schema.SchemaManager;

/** What the server says of itself to anybody (MS-ADTS 3.1.1.3.2). */
final class RootDse {
    private static final Set<String> CONTROLS = Set.of(
            "1.2.840.113556.1.4.1413", // permissive modify
            "1.2.840.113556.1.4.319", // paged results
            "1.2.840.113556.1.4.1339", // domain scope
            "1.2.840.113556.1.4.801", // SD flags
            "1.2.840.113556.1.4.529", // extended DN
            "1.2.840.113556.1.4.417" // show deleted
            );

    private final SchemaManager schema;
    private final Replication replication;
    private final String hostName;
    private final Set<String> controls;
    private final Clock clock;

    RootDse(SchemaManager schema, Replication replication, EmbeddedDirectorySettings settings) {
        this.schema = schema;
        this.replication = replication;
        this.hostName = settings.hostName();
        this.clock = settings.clock();
        Set<String> supported = new TreeSet<>(CONTROLS);
        if (settings.policyHints()) {
            supported.add(AdInterceptor.POLICY_HINTS);
            supported.add(AdInterceptor.POLICY_HINTS_DEPRECATED);
        }
        this.controls = Set.copyOf(supported);
    }

    Set<String> supportedControls() {
        return controls;
    }

    Entry entry() throws LdapException {
        String server = SeededDomain.siteServer(hostName);
        String configuration = SeededDomain.CONFIGURATION;
        Entry entry = new DefaultEntry(schema, "");
        entry.add("objectClass", "top");
        entry.add("currentTime", Replication.generalizedTime(clock.instant()));
        entry.add("dnsHostName", hostName);
        entry.add("serverName", server);
        entry.add("dsServiceName", "CN=NTDS Settings," + server);
        entry.add("namingContexts", SeededDomain.BASE, configuration, "CN=Schema," + configuration);
        entry.add("defaultNamingContext", SeededDomain.BASE);
        entry.add("rootDomainNamingContext", SeededDomain.BASE);
        entry.add("configurationNamingContext", configuration);
        entry.add("schemaNamingContext", "CN=Schema," + configuration);
        entry.add("supportedLDAPVersion", "2", "3");
        entry.add(
                "supportedCapabilities",
                "1.2.840.113556.1.4.800",
                "1.2.840.113556.1.4.1670",
                "1.2.840.113556.1.4.1791",
                "1.2.840.113556.1.4.1935",
                "1.2.840.113556.1.4.2080");
        entry.add("supportedControl", controls.toArray(String[]::new));
        entry.add("domainFunctionality", "4");
        entry.add("forestFunctionality", "4");
        entry.add("domainControllerFunctionality", "4");
        entry.add("isSynchronized", "TRUE");
        entry.add("isGlobalCatalogReady", "TRUE");
        entry.add("highestCommittedUSN", Long.toString(replication.highestCommitted()));
        entry.add("vendorName", "writeback embedded directory");
        return entry;
    }
}
