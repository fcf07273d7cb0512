package dev.writeback.sandbox.directory;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Rdn;

/**
 * {@code <GUID=...>} and {@code <SID=...>} in place of a DN (MS-ADTS 3.1.1.3.1.2.4). ApacheDS cannot parse these forms, so
 * they become real names before its decoder sees them; one that names nothing becomes a name that does not exist and
 * still shows the text it was made from.
 */
final class ReferenceNames {
    private static final String UNKNOWN = "CN=";

    private final DomainTree tree;

    ReferenceNames(DomainTree tree) {
        this.tree = tree;
    }

    static boolean isReference(String name) {
        return name.startsWith("<") && name.endsWith(">");
    }

    String resolve(String name) {
        try {
            Optional<AccountEntry> found = find(name.substring(1, name.length() - 1));
            return found.map(AccountEntry::dn).orElseGet(() -> UNKNOWN + Rdn.escapeValue(name));
        } catch (LdapException | IllegalArgumentException e) {
            return UNKNOWN + Rdn.escapeValue(name);
        }
    }

    private Optional<AccountEntry> find(String reference) throws LdapException {
        String upper = reference.toUpperCase(Locale.ROOT);
        if (upper.startsWith("GUID=")) {
            return tree.byGuid(guid(reference.substring(5)));
        }
        if (upper.startsWith("SID=")) {
            String sid = reference.substring(4);
            return tree.bySid(
                    sid.toUpperCase(Locale.ROOT).startsWith("S-")
                            ? ObjectSid.parse(sid).octets()
                            : HexFormat.of().parseHex(sid));
        }
        return Optional.empty();
    }

    private static UUID guid(String text) {
        return text.indexOf('-') >= 0
                ? UUID.fromString(text)
                : ObjectGuid.parse(HexFormat.of().parseHex(text));
    }
}
