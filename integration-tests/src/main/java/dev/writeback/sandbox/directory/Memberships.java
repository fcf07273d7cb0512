package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;

/** Collects who is in which group, and writes both ends of each link. */
final class Memberships {
    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    void join(String member, String group) {
        members.computeIfAbsent(group, key -> new ArrayList<>()).add(member);
        groups.computeIfAbsent(member, key -> new ArrayList<>()).add(group);
    }

    /**
     * Writes the other end of what a client has written to a group's {@code member}.
     *
     * @param group its name
     */
    static void follow(DomainTree tree, Dn group, Collection<Modification> written) throws LdapException {
        for (Modification change : written) {
            if (isMember(change)) {
                for (Value member : change.getAttribute()) {
                    tree.update(
                            tree.dn(member.getString()),
                            List.of(new DefaultModification(change.getOperation(), "memberOf", group.getName())));
                }
            }
        }
    }

    /** What cannot be followed is refused: members that are replaced, or removed all at once. */
    static void refuseUnlessFollowed(Collection<Modification> asked) throws Refusal {
        for (Modification change : asked) {
            boolean all = change.getOperation() == ModificationOperation.REPLACE_ATTRIBUTE
                    || change.getAttribute().size() == 0;
            if (isMember(change) && all) {
                throw Refusal.unwilling("00002035: the embedded directory adds and removes members one by one");
            }
        }
    }

    private static boolean isMember(Modification change) {
        return change.getAttribute().getUpId().equalsIgnoreCase("member");
    }

    void write(DomainTree tree) throws LdapException {
        write(tree, "member", members);
        write(tree, "memberOf", groups);
    }

    private static void write(DomainTree tree, String attribute, Map<String, List<String>> links) throws LdapException {
        for (Map.Entry<String, List<String>> link : links.entrySet()) {
            String[] values = link.getValue().toArray(String[]::new);
            tree.update(tree.dn(link.getKey()), List.of(tree.replace(attribute, values)));
        }
    }
}
