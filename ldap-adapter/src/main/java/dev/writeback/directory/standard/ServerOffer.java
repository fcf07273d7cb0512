package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.writeback.directory.ldap.EntryName;
import dev.writeback.directory.ldap.ServerUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in its rootDSE (RFC 4512, section 5.1).
 *
 * @param dialect how it departs from the standards
 * @param passwordPolicy it lists the control of draft-behera-ldap-password-policy
 * @param context the naming context of the directory: groups may be anywhere in it
 */
record ServerOffer(Dialect dialect, boolean passwordPolicy, String context) {
    private static final String[] ATTRIBUTES = {"namingContexts", "supportedControl", "supportedExtension", "vendorName"
    };

    /** @param hashesCleartext what is said of the server: {@link StandardDirectorySettings.Policies#hashesCleartext()} */
    static ServerOffer read(LDAPConnection connection, EntryName base, boolean hashesCleartext)
            throws LDAPException, ServerUnavailableException {
        SearchResultEntry root = connection.getEntry("", ATTRIBUTES);
        if (root == null) {
            throw new ServerUnavailableException("the server shows no rootDSE");
        }
        List<String> contexts = values(root, "namingContexts");
        Optional<String> context = contexts.stream()
                .filter(candidate ->
                        EntryName.parse(candidate).filter(base::isWithin).isPresent())
                .findFirst();
        if (context.isEmpty()) {
            throw new ServerUnavailableException(
                    "the server does not hold the baseDn '" + base + "'; it holds " + contexts);
        }
        if (!values(root, "supportedExtension").contains(PasswordModify.OID)) {
            throw new ServerUnavailableException("the server does not list Password Modify (RFC 3062, "
                    + PasswordModify.OID + ") among its supportedExtension; it is needed to set a password");
        }
        Dialect dialect = Dialect.of(root);
        if (dialect.resetsByModify() && !hashesCleartext) {
            throw new ServerUnavailableException(
                    "the server is ApacheDS, where a reset is a Modify of userPassword, which it"
                            + " might keep in clear: set hashesCleartext once its password hashing interceptor is enabled and"
                            + " ads-pwdInHistory is 0");
        }
        return new ServerOffer(dialect, values(root, "supportedControl").contains(PolicyControl.OID), context.get());
    }

    private static List<String> values(SearchResultEntry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }
}
