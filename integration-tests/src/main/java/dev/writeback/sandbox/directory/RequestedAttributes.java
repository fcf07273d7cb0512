package dev.writeback.sandbox.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.SearchRequest;

/** The attribute list of a search of the rootDSE; elsewhere ApacheDS selects. Empty and {@code *} mean all that is not constructed. */
record RequestedAttributes(Set<String> names) {
    static RequestedAttributes of(SearchRequest request) {
        return new RequestedAttributes(request.getAttributes().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    Entry select(Entry entry) throws LdapException {
        boolean all = names.isEmpty() || names.contains("*");
        List<Attribute> others = new ArrayList<>();
        for (Attribute attribute : entry) {
            boolean named = names.contains(attribute.getUpId().toLowerCase(Locale.ROOT));
            if (!named && !(all && attribute.getAttributeType().isUser())) {
                others.add(attribute);
            }
        }
        for (Attribute attribute : others) {
            entry.remove(attribute);
        }
        return entry;
    }
}
