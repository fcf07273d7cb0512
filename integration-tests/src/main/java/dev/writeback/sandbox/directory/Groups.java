package dev.writeback.sandbox.directory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;

/** Group membership, nesting included. */
final class Groups {
    private final DomainTree tree;

    Groups(DomainTree tree) {
        this.tree = tree;
    }

    /** Every group above {@code entry} by {@code memberOf}; the primary group is not one of them. */
    Set<Dn> above(AccountEntry entry) throws LdapException {
        Set<Dn> found = new LinkedHashSet<>();
        Deque<AccountEntry> open = new ArrayDeque<>();
        open.add(entry);
        while (!open.isEmpty()) {
            for (String name : open.remove().texts("memberOf")) {
                Dn group = tree.dn(name);
                if (found.add(group)) {
                    tree.find(group).ifPresent(open::add);
                }
            }
        }
        return found;
    }

    /** {@code tokenGroups}: all of them with the primary group and what is above it. */
    Set<Dn> token(AccountEntry entry) throws LdapException {
        Set<Dn> found = above(entry);
        ObjectSid primarySid = CorpDomain.SID.child(entry.number("primaryGroupID"));
        Optional<AccountEntry> primary = tree.bySid(primarySid.octets());
        if (primary.isPresent()) {
            found.add(primary.get().entry().getDn());
            found.addAll(above(primary.get()));
        }
        return found;
    }
}
