package dev.writeback.directory.ad;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the tree of organizational units, and how many users are below each. One per use, on one connection. */
final class UnitReader {
    private static final int PAGE = 500;
    /** A million of entries; a domain that has more is not browsed to its end. */
    private static final int MOST_PAGES = 2000;

    private static final Filter UNITS = Filter.createEqualityFilter("objectClass", "organizationalUnit");
    private static final Filter USERS = Filter.createANDFilter(
            Filter.createEqualityFilter("objectCategory", "person"),
            Filter.createEqualityFilter("objectClass", "user"));

    private final LDAPConnection connection;
    private final String baseDn;

    UnitReader(LDAPConnection connection, String baseDn) {
        this.connection = connection;
        this.baseDn = baseDn;
    }

    /** In the order of the tree: each before those in it. */
    List<OrganizationalUnit> read() throws LDAPException {
        Map<DN, String> units = new HashMap<>();
        each(UNITS, entry -> units.put(parsed(entry), entry.getDN()));
        Map<DN, Integer> users = new HashMap<>();
        each(USERS, entry -> countIn(parsed(entry).getParent(), users));
        return units.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(UnitReader::fromTheRoot)))
                .map(unit -> new OrganizationalUnit(unit.getValue(), users.getOrDefault(unit.getKey(), 0)))
                .toList();
    }

    private static void countIn(DN parent, Map<DN, Integer> users) {
        for (DN each = parent; each != null; each = each.getParent()) {
            users.merge(each, 1, Integer::sum);
        }
    }

    private static String fromTheRoot(DN name) {
        StringBuilder path = new StringBuilder();
        for (DN each = name; each != null && !each.isNullDN(); each = each.getParent()) {
            path.insert(0, each.getRDN().toNormalizedString() + "\u0000");
        }
        return path.toString();
    }

    private void each(Filter filter, Consumer<SearchResultEntry> use) throws LDAPException {
        ASN1OctetString cookie = new ASN1OctetString();
        for (int page = 0; page < MOST_PAGES; page++) {
            SearchRequest request = new SearchRequest(baseDn, SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
            request.addControl(new SimplePagedResultsControl(PAGE, cookie, false));
            SearchResult result = connection.search(request);
            List<SearchResultEntry> found = new ArrayList<>(result.getSearchEntries());
            found.forEach(use);
            SimplePagedResultsControl more = SimplePagedResultsControl.get(result);
            if (more == null || !more.moreResultsToReturn()) {
                return;
            }
            cookie = more.getCookie();
        }
    }

    private static DN parsed(SearchResultEntry entry) {
        try {
            return entry.getParsedDN();
        } catch (LDAPException e) {
            throw new IllegalStateException("a name that the server sent is none", e);
        }
    }
}
