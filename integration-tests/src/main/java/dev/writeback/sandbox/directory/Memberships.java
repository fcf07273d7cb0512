package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** Collects who is in which group, and writes both ends of each link. */
final class Memberships {
    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    void join(String member, String group) {
        members.computeIfAbsent(group, key -> new ArrayList<>()).add(member);
        groups.computeIfAbsent(member, key -> new ArrayList<>()).add(group);
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
