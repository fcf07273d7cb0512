package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.filter.BranchNode;
import org.apache.directory.api.ldap.model.filter.EqualityNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.ExtensibleNode;
import org.apache.directory.api.ldap.model.filter.OrNode;
import org.apache.directory.api.ldap.model.name.Dn;

/**
 * Says in ApacheDS's words what only AD understands: its matching rules, and the textual forms of identifiers and
 * categories. A matching rule becomes the list of the entries it matches.
 */
final class FilterRewriter {
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";
    private static final String ALL_BITS = "1.2.840.113556.1.4.803";
    private static final String ANY_BIT = "1.2.840.113556.1.4.804";
    private static final String NOBODY = new UUID(0, 0).toString();

    private final DomainTree tree;
    private final Groups groups;

    FilterRewriter(DomainTree tree) {
        this.tree = tree;
        this.groups = new Groups(tree);
    }

    ExprNode rewrite(ExprNode filter) throws LdapException {
        if (filter instanceof BranchNode branch) {
            List<ExprNode> children = new ArrayList<>();
            for (ExprNode child : branch.getChildren()) {
                children.add(rewrite(child));
            }
            branch.setChildren(children);
            return branch;
        }
        if (filter instanceof ExtensibleNode extensible) {
            return matching(extensible);
        }
        return filter instanceof EqualityNode<?> equality ? textual(equality) : filter;
    }

    private ExprNode matching(ExtensibleNode node) throws LdapException {
        OrNode matches = new OrNode();
        matches.addNode(new EqualityNode<String>("entryUUID", NOBODY));
        for (AccountEntry entry : tree.all()) {
            if (matches(node, entry)) {
                matches.addNode(
                        new EqualityNode<String>("entryUUID", entry.guid().toString()));
            }
        }
        return matches;
    }

    private boolean matches(ExtensibleNode node, AccountEntry entry) throws LdapException {
        String attribute = node.getAttribute();
        String value = node.getValue().getString();
        return switch (node.getMatchingRuleId()) {
            case IN_CHAIN -> inChain(attribute, entry, tree.dn(value));
            case ALL_BITS -> entry.has(attribute) && (entry.number(attribute) & bits(value)) == bits(value);
            case ANY_BIT -> (entry.number(attribute) & bits(value)) != 0;
            default -> false;
        };
    }

    private boolean inChain(String attribute, AccountEntry entry, Dn wanted) throws LdapException {
        if (attribute.equalsIgnoreCase("memberOf")) {
            return groups.above(entry).contains(wanted);
        }
        if (!attribute.equalsIgnoreCase("member")) {
            return false;
        }
        var member = tree.find(wanted);
        return member.isPresent()
                && groups.above(member.get()).contains(entry.entry().getDn());
    }

    private static long bits(String value) {
        return Long.parseLong(value);
    }

    private ExprNode textual(EqualityNode<?> node) throws LdapException {
        byte[] octets = node.getValue().getBytes();
        if (node.getAttribute().equalsIgnoreCase("objectGUID") && octets != null && octets.length == 16) {
            // The same identifier, under the name that has an index.
            return new EqualityNode<String>(
                    "entryUUID", ObjectGuid.parse(octets).toString());
        }
        String text = node.getValue().getString();
        if (text == null) {
            return node;
        }
        if (node.getAttribute().equalsIgnoreCase("objectCategory") && text.indexOf('=') < 0) {
            String category = "CN=" + text + ",CN=Schema," + CorpDomain.CONFIGURATION;
            return new EqualityNode<String>("objectCategory", category);
        }
        if (node.getAttribute().equalsIgnoreCase("distinguishedName")) {
            // To ApacheDS, member is a kind of distinguishedName; to AD it is not.
            var named = tree.find(tree.dn(text));
            return new EqualityNode<String>(
                    "entryUUID", named.map(entry -> entry.guid().toString()).orElse(NOBODY));
        }
        if (node.getAttribute().equalsIgnoreCase("objectSid") && text.startsWith("S-1-")) {
            return new EqualityNode<byte[]>("objectSid", ObjectSid.parse(text).octets());
        }
        return node;
    }
}
