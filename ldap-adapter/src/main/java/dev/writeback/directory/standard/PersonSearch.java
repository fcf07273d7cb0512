package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.directory.AccountRef;
import java.util.List;
import java.util.Optional;

/**
 * Turns a reference into the names of the entries that match it. An {@code objectGUID} stands for {@code entryUUID}, a
 * {@code userPrincipalName} for the configured attribute; the forms that only Active Directory has match nothing here.
 */
final class PersonSearch {
    private static final int ENOUGH_TO_BE_AMBIGUOUS = 2;
    private static final String NO_ATTRIBUTES = "1.1";

    private final String baseDn;
    private final String loginAttribute;

    PersonSearch(String baseDn, String loginAttribute) {
        this.baseDn = baseDn;
        this.loginAttribute = loginAttribute;
    }

    /** The names of the matching entries: none, one, or two that stand for more. */
    List<String> find(LDAPConnection connection, Filter filter) throws LDAPException {
        SearchRequest request = new SearchRequest(baseDn, SearchScope.SUB, filter, NO_ATTRIBUTES);
        request.setSizeLimit(ENOUGH_TO_BE_AMBIGUOUS);
        try {
            return names(connection.search(request).getSearchEntries());
        } catch (LDAPSearchException e) {
            // A server's own limit may be lower than ours: one entry of several is not the one.
            boolean ambiguous = e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)
                    && e.getEntryCount() >= ENOUGH_TO_BE_AMBIGUOUS;
            if (ambiguous) {
                return names(e.getSearchEntries());
            }
            throw e;
        }
    }

    private static List<String> names(List<SearchResultEntry> entries) {
        return entries.stream().map(SearchResultEntry::getDN).toList();
    }

    /** Empty for the forms that no entry here can have. */
    Optional<Filter> filter(AccountRef ref) {
        if (ref instanceof AccountRef.ByGuid by) {
            return Optional.of(Filter.createEqualityFilter(
                    PersonEntry.ENTRY_UUID, by.guid().toString()));
        }
        return ref instanceof AccountRef.ByUserPrincipalName by
                ? Optional.of(Filter.createEqualityFilter(loginAttribute, by.name()))
                : Optional.empty();
    }
}
