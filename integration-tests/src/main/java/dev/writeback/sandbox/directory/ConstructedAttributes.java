package dev.writeback.sandbox.directory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.filtering.EntryFilter;
import org.apache.directory.server.core.api.interceptor.context.SearchOperationContext;

/** Adds to each entry read what AD computes on demand, and takes away what the reader may not see (MS-ADTS 3.1.1.4.5). */
final class ConstructedAttributes {
    private static final int LOCKED = 0x10;
    private static final int PASSWORD_EXPIRED = 0x800000;

    private final DomainTree tree;
    private final Policies policies;
    private final Rights rights;
    private final Groups groups;
    private final SchemaManager schema;
    private final Clock clock;

    ConstructedAttributes(DomainTree tree, Policies policies, Rights rights, SchemaManager schema, Clock clock) {
        this.tree = tree;
        this.policies = policies;
        this.rights = rights;
        this.groups = new Groups(tree);
        this.schema = schema;
        this.clock = clock;
    }

    EntryFilter forRequester(AccountEntry who) {
        return new EntryFilter() {
            @Override
            public boolean accept(SearchOperationContext context, Entry entry) throws LdapException {
                construct(who, context, entry);
                return true;
            }

            @Override
            public String toString(String tabs) {
                return tabs + "constructed attributes";
            }
        };
    }

    private void construct(AccountEntry who, SearchOperationContext context, Entry entry) throws LdapException {
        AccountEntry read = new AccountEntry(entry);
        if (entry.contains("objectClass", "msDS-PasswordSettings") && !rights.isAdministrator(who)) {
            hideSettings(entry);
        }
        if (entry.contains("objectClass", "user")) {
            AccountEntry stored = tree.find(entry.getDn()).orElse(read);
            constructForAccount(context, entry, stored);
            if (!rights.mayReadMetadata(who, stored)) {
                entry.removeAttributes("replPropertyMetaData");
            }
        }
        if (context.isAllUserAttributes() || asked(context, "distinguishedName")) {
            entry.put("distinguishedName", entry.getDn().getName());
        }
        if (asked(context, "allowedAttributesEffective")) {
            for (String name : rights.writable(who, read)) {
                entry.add("allowedAttributesEffective", name);
            }
        }
        if (asked(context, "sDRightsEffective")) {
            entry.put("sDRightsEffective", rights.isAdministrator(who) ? "15" : "0");
        }
    }

    private void constructForAccount(SearchOperationContext context, Entry entry, AccountEntry stored)
            throws LdapException {
        boolean control = asked(context, "msDS-User-Account-Control-Computed");
        boolean expiry = asked(context, "msDS-UserPasswordExpiryTimeComputed");
        if (control || expiry) {
            PolicyInForce policy = policies.of(stored);
            if (control) {
                entry.put("msDS-User-Account-Control-Computed", Integer.toString(computedControl(stored, policy)));
            }
            if (expiry) {
                entry.put("msDS-UserPasswordExpiryTimeComputed", Long.toString(policy.passwordExpiry(stored)));
            }
        }
        if (asked(context, "msDS-ResultantPSO")) {
            Optional<AccountEntry> settings = policies.resultant(stored);
            if (settings.isPresent()) {
                entry.put("msDS-ResultantPSO", settings.get().dn());
            }
        }
        if (asked(context, "tokenGroups")) {
            for (Dn group : groups.token(stored)) {
                Optional<AccountEntry> found = tree.find(group);
                if (found.isPresent()) {
                    entry.add(
                            "tokenGroups",
                            found.get().entry().get("objectSid").get().getBytes());
                }
            }
        }
    }

    private int computedControl(AccountEntry account, PolicyInForce policy) {
        int flags = policy.isLocked(account, clock.instant()) ? LOCKED : 0;
        return policy.passwordExpiry(account) < FileTime.ticks(clock.instant()) ? flags | PASSWORD_EXPIRED : flags;
    }

    private static void hideSettings(Entry entry) throws LdapException {
        List<Attribute> hidden = new ArrayList<>();
        for (Attribute attribute : entry) {
            if (attribute.getUpId().startsWith("msDS-")) {
                hidden.add(attribute);
            }
        }
        for (Attribute attribute : hidden) {
            entry.remove(attribute);
        }
    }

    private boolean asked(SearchOperationContext context, String name) throws LdapException {
        AttributeType type = schema.lookupAttributeTypeRegistry(name);
        return context.getReturningAttributes() != null
                && context.getReturningAttributes().stream()
                        .anyMatch(option -> option.getAttributeType().equals(type));
    }
}
