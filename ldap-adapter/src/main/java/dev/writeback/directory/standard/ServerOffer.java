package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.util.List;

/**
 * What a server says of itself in its rootDSE (RFC 4512, section 5.1).
 *
 * @param passwordPolicy it lists the control of draft-behera-ldap-password-policy
 */
record ServerOffer(boolean passwordPolicy) {
    static ServerOffer read(LDAPConnection connection, EntryName base)
            throws LDAPException, ServerUnavailableException {
        SearchResultEntry root = connection.getEntry("", "namingContexts", "supportedControl", "supportedExtension");
        if (root == null) {
            throw new ServerUnavailableException("the server shows no rootDSE");
        }
        List<String> contexts = values(root, "namingContexts");
        if (contexts.stream()
                .noneMatch(context ->
                        EntryName.parse(context).filter(base::isWithin).isPresent())) {
            throw new ServerUnavailableException(
                    "the server does not hold the baseDn '" + base + "'; it holds " + contexts);
        }
        if (!values(root, "supportedExtension").contains(PasswordModify.OID)) {
            throw new ServerUnavailableException("the server does not list Password Modify (RFC 3062, "
                    + PasswordModify.OID + ") among its supportedExtension; it is needed to set a password");
        }
        return new ServerOffer(values(root, "supportedControl").contains(PolicyControl.OID));
    }

    private static List<String> values(SearchResultEntry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }
}
