package dev.writeback.directory.ad;

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

/** Turns a reference into the names of the entries that match it; filters are built from bytes, never from text. */
final class AccountSearch {
    private static final int ENOUGH_TO_BE_AMBIGUOUS = 2;

    private final String baseDn;

    AccountSearch(String baseDn) {
        this.baseDn = baseDn;
    }

    /** The names of the matching entries: none, one, or two that stand for more. */
    List<String> find(LDAPConnection connection, AccountRef ref) throws LDAPException {
        SearchRequest request = new SearchRequest(baseDn, SearchScope.SUB, filter(ref), "objectGUID");
        request.setSizeLimit(ENOUGH_TO_BE_AMBIGUOUS);
        try {
            // References to other domains, which a search from the root returns, are left alone.
            return names(connection.search(request).getSearchEntries());
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return names(e.getSearchEntries());
            }
            throw e;
        }
    }

    private static List<String> names(List<SearchResultEntry> entries) {
        return entries.stream().map(SearchResultEntry::getDN).toList();
    }

    static Filter filter(AccountRef ref) {
        if (ref instanceof AccountRef.ByGuid by) {
            return Filter.createEqualityFilter("objectGUID", Guid.toBytes(by.guid()));
        }
        if (ref instanceof AccountRef.BySid by) {
            return Filter.createEqualityFilter("objectSid", Sid.parse(by.sid()).toBytes());
        }
        if (ref instanceof AccountRef.ByImmutableId by) {
            return immutableId(by.bytes());
        }
        AccountRef.ByUserPrincipalName by = (AccountRef.ByUserPrincipalName) ref;
        return Filter.createEqualityFilter("userPrincipalName", by.name());
    }

    /** One filter for both attributes, so that an identifier that names two entries is seen to. */
    private static Filter immutableId(byte[] id) {
        String consistencyGuid = "mS-DS-ConsistencyGuid";
        return Filter.createORFilter(
                Filter.createEqualityFilter(consistencyGuid, id),
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectGUID", id),
                        Filter.createNOTFilter(Filter.createPresenceFilter(consistencyGuid))));
    }
}
