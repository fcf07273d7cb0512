package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;

/** What the server says of itself to anybody (MS-ADTS 3.1.1.3.2). */
final class RootDse {
    /** LDAP_SERVER_DOMAIN_SCOPE_OID: a search names no other naming context. */
    static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

    /** LDAP_SERVER_PERMISSIVE_MODIFY_OID, which changes nothing for what is served here. */
    private static final String PERMISSIVE_MODIFY = "1.2.840.113556.1.4.1413";

    /** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID. */
    private static final String READ_ONLY = "1.2.840.113556.1.4.1920";

    private static final List<String> EVERYBODY = List.of("S-1-1-0", "S-1-5-2", "S-1-5-11");

    private final SchemaManager schema;
    private final DomainTree tree;
    private final Groups groups;
    private final Replication replication;
    private final String hostName;
    private final Set<String> controls;
    private final Clock clock;
    private final boolean readOnly;

    RootDse(SchemaManager schema, DomainTree tree, Replication replication, EmbeddedDirectorySettings settings) {
        this.schema = schema;
        this.tree = tree;
        this.groups = new Groups(tree);
        this.replication = replication;
        this.hostName = settings.hostName();
        this.clock = settings.clock();
        this.readOnly = settings.role() == EmbeddedDirectorySettings.Role.READ_ONLY;
        Set<String> supported = new TreeSet<>(Set.of(DOMAIN_SCOPE, PERMISSIVE_MODIFY));
        if (settings.policyHints()) {
            supported.add(AdInterceptor.POLICY_HINTS);
            supported.add(AdInterceptor.POLICY_HINTS_DEPRECATED);
        }
        this.controls = Set.copyOf(supported);
    }

    Set<String> supportedControls() {
        return controls;
    }

    /** @param who the reader, once bound: {@code tokenGroups} tells him who he is */
    Entry entry(Optional<Dn> who) throws LdapException {
        String server = CorpDomain.serverObject(hostName);
        String configuration = CorpDomain.CONFIGURATION;
        Entry entry = new DefaultEntry(schema, "");
        entry.add("objectClass", "top");
        entry.add("currentTime", Replication.generalizedTime(clock.instant()));
        entry.add("dnsHostName", hostName);
        entry.add("serverName", server);
        entry.add("dsServiceName", "CN=NTDS Settings," + server);
        entry.add("namingContexts", CorpDomain.BASE, configuration, "CN=Schema," + configuration);
        entry.add("defaultNamingContext", CorpDomain.BASE);
        entry.add("rootDomainNamingContext", CorpDomain.BASE);
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
        if (readOnly) {
            entry.add("supportedCapabilities", READ_ONLY);
        }
        entry.add("supportedControl", controls.toArray(String[]::new));
        entry.add("domainFunctionality", "4");
        entry.add("forestFunctionality", "4");
        entry.add("domainControllerFunctionality", "4");
        entry.add("isSynchronized", "TRUE");
        entry.add("isGlobalCatalogReady", "TRUE");
        entry.add("highestCommittedUSN", Long.toString(replication.highestCommitted()));
        entry.add("vendorName", "writeback embedded directory");
        if (who.isPresent()) {
            addToken(entry, tree.find(who.get()).orElseThrow(Refusal::unauthenticated));
        }
        return entry;
    }

    /** The reader's own identifier comes first. */
    private void addToken(Entry entry, AccountEntry reader) throws LdapException {
        entry.add("tokenGroups", reader.entry().get("objectSid").get().getBytes());
        for (Dn group : groups.token(reader)) {
            Optional<AccountEntry> found = tree.find(group);
            if (found.isPresent()) {
                entry.add(
                        "tokenGroups",
                        found.get().entry().get("objectSid").get().getBytes());
            }
        }
        for (String sid : EVERYBODY) {
            entry.add("tokenGroups", ObjectSid.parse(sid).octets());
        }
    }
}
