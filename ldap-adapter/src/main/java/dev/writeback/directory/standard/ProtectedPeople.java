package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.directory.Account.Protection;
import dev.writeback.directory.ldap.EntryName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges whether an account is one that must never be written to: what is no person, the service account, and members of
 * the configured groups, by {@code member} and {@code uniqueMember}, nested ones too, wherever the groups are in the naming
 * context. A directory that is no Active Directory has no mark for administrators: who is in none of the groups is ordinary.
 */
final class ProtectedPeople {
    private static final int MOST_GROUPS = 500;
    private static final String NO_ATTRIBUTES = "1.1";

    /** RFC 4519, RFC 2798, RFC 4524, RFC 2307. All by name: a server need not show what a class inherits from. */
    private static final List<String> PERSONS =
            List.of("person", "organizationalPerson", "inetOrgPerson", "residentialPerson", "account", "posixAccount");

    private static final Filter SHOWS_MEMBERS =
            Filter.createORFilter(Filter.createPresenceFilter("member"), Filter.createPresenceFilter("uniqueMember"));

    private static final Filter ANY = Filter.createPresenceFilter("objectClass");

    private final Optional<EntryName> bindName;
    private final List<String> groups;
    private final Set<String> groupNames = new HashSet<>();

    /**
     * @throws IllegalArgumentException when a group is no distinguished name
     */
    ProtectedPeople(String bindUser, List<String> groups) {
        this.bindName = EntryName.parse(bindUser);
        this.groups = groups;
        for (String group : groups) {
            groupNames.add(EntryName.parse(group)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "protectedGroups: '" + group + "' is no distinguished name (RFC 4514)"))
                    .normalised());
        }
    }

    /** Why nobody may write to the account; empty for an ordinary person. */
    Set<Protection> of(LDAPConnection connection, ServerOffer offer, PersonEntry entry)
            throws LDAPException, UnreadableEntryException {
        Set<Protection> found = EnumSet.noneOf(Protection.class);
        boolean person = PERSONS.stream().anyMatch(entry::hasClass);
        if (!person) {
            found.add(Protection.NOT_A_USER);
        }
        if (EntryName.parse(entry.dn())
                .filter(name -> bindName.filter(name::names).isPresent())
                .isPresent()) {
            found.add(Protection.SERVICE_ACCOUNT);
        }
        if (!groups.isEmpty() && isMember(connection, offer.context(), entry.dn())) {
            found.add(Protection.PRIVILEGED_GROUP);
        }
        return found;
    }

    private boolean isMember(LDAPConnection connection, String context, String person)
            throws LDAPException, UnreadableEntryException {
        for (String group : groups) {
            requireReadable(connection, context, group);
        }
        Set<String> seen = new HashSet<>();
        Deque<String> members = new ArrayDeque<>(List.of(person));
        while (!members.isEmpty()) {
            for (SearchResultEntry group : groupsOf(connection, context, members.remove())) {
                String name = EntryName.parse(group.getDN())
                        .map(EntryName::normalised)
                        .orElse(group.getDN());
                if (groupNames.contains(name)) {
                    return true;
                }
                if (seen.add(name)) {
                    members.add(group.getDN());
                }
            }
            if (seen.size() > MOST_GROUPS) {
                throw new UnreadableEntryException("'" + person + "' is in more than " + MOST_GROUPS + " groups");
            }
        }
        return false;
    }

    /** A search finds nobody in a group whose members are hidden, as in one where nobody is. */
    private static void requireReadable(LDAPConnection connection, String context, String group)
            throws LDAPException, UnreadableEntryException {
        boolean searched = EntryName.parse(group)
                .filter(name -> EntryName.parse(context).filter(name::isWithin).isPresent())
                .isPresent();
        if (!searched) {
            throw new UnreadableEntryException(
                    "the protected group '" + group + "' is not in the naming context '" + context + "'");
        }
        if (!matches(connection, group, SHOWS_MEMBERS) && !isEmpty(connection, group)) {
            throw new UnreadableEntryException("the service account cannot see the members of the protected group '"
                    + group + "'; grant it read on member and uniqueMember");
        }
    }

    private static boolean isEmpty(LDAPConnection connection, String group) throws LDAPException {
        return matches(connection, group, ANY)
                && Lockout.isAbsent(connection, group, "member", group)
                && Lockout.isAbsent(connection, group, "uniqueMember", group);
    }

    private static boolean matches(LDAPConnection connection, String dn, Filter filter) throws LDAPException {
        try {
            return connection.searchForEntry(new SearchRequest(dn, SearchScope.BASE, filter, NO_ATTRIBUTES)) != null;
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return false;
            }
            throw e;
        }
    }

    private List<SearchResultEntry> groupsOf(LDAPConnection connection, String context, String member)
            throws LDAPException, UnreadableEntryException {
        Filter filter = Filter.createORFilter(
                Filter.createEqualityFilter("member", member), Filter.createEqualityFilter("uniqueMember", member));
        try {
            return connection
                    .search(context, SearchScope.SUB, filter, NO_ATTRIBUTES)
                    .getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().isConnectionUsable()) {
                throw new UnreadableEntryException(
                        "the groups of '" + member + "' cannot be read: " + e.getResultCode());
            }
            throw e;
        }
    }
}
