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
import dev.writeback.directory.ldap.EntryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns a reference into the entries below the base that it matches; filters are built from bytes, never from text. One
 * request where the reference is a name itself. Any other is searched for each time, since a second entry may have come to
 * match; that is all where it led to the same account a moment ago, else that entry is then read by itself, for its groups.
 */
final class AccountSearch {
    static final String CONSISTENCY_GUID = "mS-DS-ConsistencyGuid";
    private static final int ENOUGH_TO_BE_AMBIGUOUS = 2;

    private final EntryName base;
    private final RecentAnchors recent;

    AccountSearch(EntryName base, RecentAnchors recent) {
        this.base = base;
        this.recent = recent;
    }

    /** The matching entries: none, one, or two that stand for more and were not read. */
    sealed interface Match {
        record One(AccountEntry entry) implements Match {}

        record None() implements Match {}

        record Several() implements Match {}
    }

    /**
     * @param patience for each request
     */
    Match find(LDAPConnection connection, AccountRef ref, Duration patience)
            throws LDAPException, UnreadableEntryException {
        if (ref instanceof AccountRef.ByGuid by) {
            return one(read(connection, Guid.asName(by.guid()), ref, patience));
        }
        if (ref instanceof AccountRef.BySid by) {
            return one(read(connection, Sid.parse(by.sid()).asName(), ref, patience));
        }
        return search(connection, ref, patience);
    }

    private Match search(LDAPConnection connection, AccountRef ref, Duration patience)
            throws LDAPException, UnreadableEntryException {
        Optional<UUID> seen = recent.of(ref);
        String[] attributes =
                seen.isPresent() ? AccountEntry.Purpose.LOOKUP.attributesWithoutGroups() : new String[] {"objectGUID"};
        List<SearchResultEntry> matching = matching(connection, ref, attributes, patience);
        if (matching.size() > 1) {
            return new Match.Several();
        }
        if (matching.isEmpty()) {
            return new Match.None();
        }
        if (seen.isPresent()) {
            AccountEntry again = AccountEntry.inNoPrivilegedGroup(matching.get(0));
            if (again.guid().equals(seen.get()) && isMeant(again, ref)) {
                return new Match.One(again);
            }
        }
        Optional<AccountEntry> found = read(connection, matching.get(0).getDN(), ref, patience);
        if (found.isPresent() && isRemembered(found.get())) {
            recent.add(ref, found.get().guid());
        }
        return one(found);
    }

    private static boolean isRemembered(AccountEntry entry) throws UnreadableEntryException {
        return entry.hasClass("user") && !ProtectedAccounts.isInPrivilegedGroup(entry);
    }

    private static Match one(Optional<AccountEntry> entry) {
        return entry.isPresent() ? new Match.One(entry.get()) : new Match.None();
    }

    /** Empty also when the entry is elsewhere, or is not, or no longer, what the reference says. */
    private Optional<AccountEntry> read(LDAPConnection connection, String name, AccountRef ref, Duration patience)
            throws LDAPException, UnreadableEntryException {
        Optional<AccountEntry> found;
        try {
            found = AccountEntry.read(connection, name, AccountEntry.Purpose.LOOKUP, patience);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.REFERRAL)) {
                // An entry of another domain.
                return Optional.empty();
            }
            throw e;
        }
        return found.isPresent() && isMeant(found.get(), ref) ? found : Optional.empty();
    }

    private boolean isMeant(AccountEntry entry, AccountRef ref) throws UnreadableEntryException {
        return EntryName.parse(entry.dn()).filter(dn -> dn.isWithin(base)).isPresent() && matches(entry, ref);
    }

    private static boolean matches(AccountEntry entry, AccountRef ref) throws UnreadableEntryException {
        if (ref instanceof AccountRef.ByGuid by) {
            return entry.guid().equals(by.guid());
        }
        if (ref instanceof AccountRef.BySid by) {
            return entry.sid().filter(Sid.parse(by.sid())::equals).isPresent();
        }
        if (ref instanceof AccountRef.ByImmutableId by) {
            return entry.hasImmutableId(by.bytes());
        }
        AccountRef.ByUserPrincipalName by = (AccountRef.ByUserPrincipalName) ref;
        return entry.text("userPrincipalName")
                .filter(by.name()::equalsIgnoreCase)
                .isPresent();
    }

    private List<SearchResultEntry> matching(
            LDAPConnection connection, AccountRef ref, String[] attributes, Duration patience) throws LDAPException {
        SearchRequest request = new SearchRequest(base.toString(), SearchScope.SUB, filter(ref), attributes);
        request.setSizeLimit(ENOUGH_TO_BE_AMBIGUOUS);
        request.setResponseTimeoutMillis(patience.toMillis());
        try {
            // References to other domains, which a search from the root returns, are left alone.
            return connection.search(request).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return e.getSearchEntries();
            }
            throw e;
        }
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
        return Filter.createORFilter(
                Filter.createEqualityFilter(CONSISTENCY_GUID, id),
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectGUID", id),
                        Filter.createNOTFilter(Filter.createPresenceFilter(CONSISTENCY_GUID))));
    }
}
