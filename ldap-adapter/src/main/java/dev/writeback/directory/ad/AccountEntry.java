package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.writeback.directory.Account;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** One entry as read by itself, with the constructed attributes that only a search on the entry shows. */
final class AccountEntry {
    private static final int ACCOUNT_DISABLE = 0x2;
    private static final int LOCKOUT = 0x10;
    private static final int DONT_EXPIRE_PASSWORD = 0x10000;
    private static final Filter ANY = Filter.createPresenceFilter("objectClass");
    private static final String GROUPS = "tokenGroups";
    private static final String COMPUTED_CONTROL = "msDS-User-Account-Control-Computed";
    private static final String RESULTANT_PSO = "msDS-ResultantPSO";
    private static final List<String> ALWAYS = List.of(
            "objectClass",
            "objectGUID",
            "objectSid",
            "sAMAccountName",
            "userPrincipalName",
            "userAccountControl",
            "lockoutTime",
            "adminCount",
            "isCriticalSystemObject",
            "primaryGroupID",
            GROUPS);

    /**
     * What an entry is read for. A constructed attribute costs the server more than all that are stored together:
     * {@code tokenGroups}, which tells whom nobody may write to, is the only one in the way of a write.
     */
    enum Purpose {
        LOOKUP(
                ALWAYS,
                AccountSearch.CONSISTENCY_GUID,
                ReplicationStamp.BINARY,
                ReplicationStamp.XML,
                ReplicationStamp.PWD_LAST_SET),
        WRITE(ALWAYS, "displayName"),
        JUDGEMENT(ALWAYS, "displayName", ReplicationStamp.PWD_LAST_SET, RESULTANT_PSO),
        LOCKOUT(List.of("lockoutTime"), COMPUTED_CONTROL),
        INSPECTION(
                ALWAYS,
                "displayName",
                COMPUTED_CONTROL,
                ReplicationStamp.BINARY,
                ReplicationStamp.XML,
                ReplicationStamp.PWD_LAST_SET,
                RESULTANT_PSO,
                "msDS-UserPasswordExpiryTimeComputed",
                "accountExpires");

        private final String[] attributes;

        Purpose(List<String> common, String... own) {
            attributes = Stream.concat(common.stream(), Stream.of(own)).toArray(String[]::new);
        }

        /** What a search of many entries may ask for: the groups show only on an entry that is read by itself. */
        String[] attributesWithoutGroups() {
            return Stream.of(attributes).filter(name -> !name.equals(GROUPS)).toArray(String[]::new);
        }
    }

    private final Entry entry;
    private final boolean inNoPrivilegedGroup;

    AccountEntry(Entry entry) {
        this(entry, false);
    }

    private AccountEntry(Entry entry, boolean inNoPrivilegedGroup) {
        this.entry = entry;
        this.inNoPrivilegedGroup = inNoPrivilegedGroup;
    }

    /** An entry as a search shows it, without its groups, of an account that a moment ago was in no privileged one. */
    static AccountEntry inNoPrivilegedGroup(SearchResultEntry found) throws LDAPException {
        return new AccountEntry(wellFormed(found).entry, true);
    }

    /** Reads the entry of exactly that name, or empty when there is none in sight; waits no longer than that. */
    static Optional<AccountEntry> read(LDAPConnection connection, String dn, Purpose purpose, Duration patience)
            throws LDAPException {
        SearchRequest request = new SearchRequest(dn, SearchScope.BASE, ANY, purpose.attributes);
        request.setResponseTimeoutMillis(patience.toMillis());
        try {
            SearchResultEntry found = connection.searchForEntry(request);
            return found == null ? Optional.empty() : Optional.of(wellFormed(found));
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static AccountEntry wellFormed(SearchResultEntry found) throws LDAPException {
        try {
            AccountEntry entry = new AccountEntry(found);
            entry.values("objectGUID", Guid::fromBytes);
            entry.values("objectSid", Sid::fromBytes);
            entry.values(GROUPS, Sid::fromBytes);
            return entry;
        } catch (IllegalArgumentException e) {
            throw new LDAPException(ResultCode.DECODING_ERROR, "'" + found.getDN() + "' has a malformed identifier", e);
        }
    }

    String dn() {
        return entry.getDN();
    }

    /**
     * @throws UnreadableEntryException when it is not shown
     */
    UUID guid() throws UnreadableEntryException {
        return Guid.fromBytes(required("objectGUID"));
    }

    /** {@code mS-DS-ConsistencyGuid}, or where it is not set {@code objectGUID}, as the directory stores it. */
    boolean hasImmutableId(byte[] id) {
        byte[] consistencyGuid = entry.getAttributeValueBytes(AccountSearch.CONSISTENCY_GUID);
        return Arrays.equals(
                id, consistencyGuid == null ? entry.getAttributeValueBytes("objectGUID") : consistencyGuid);
    }

    Optional<Sid> sid() {
        return Optional.ofNullable(entry.getAttributeValueBytes("objectSid")).map(Sid::fromBytes);
    }

    boolean hasClass(String name) {
        return values("objectClass").anyMatch(name::equalsIgnoreCase);
    }

    Optional<String> text(String attribute) {
        return Optional.ofNullable(entry.getAttributeValue(attribute));
    }

    Optional<Long> number(String attribute) {
        return Optional.ofNullable(entry.getAttributeValueAsLong(attribute));
    }

    /** The account flags of MS-ADTS 2.2.16. */
    int userAccountControl() throws UnreadableEntryException {
        return number("userAccountControl")
                .orElseThrow(() -> new UnreadableEntryException(dn(), "userAccountControl"))
                .intValue();
    }

    /** Then must-change has no effect (MS-ADTS 2.2.16). */
    boolean hasPasswordThatNeverExpires() {
        return (number("userAccountControl").orElse(0L) & DONT_EXPIRE_PASSWORD) != 0;
    }

    /** Whether that is known from a moment ago, and the groups themselves were not read. */
    boolean isInNoPrivilegedGroup() {
        return inNoPrivilegedGroup;
    }

    /** Every group of the account, nested and primary ones included; a user is always in one. */
    List<Sid> groups() throws UnreadableEntryException {
        List<Sid> groups = values(GROUPS, Sid::fromBytes);
        if (groups.isEmpty()) {
            throw new UnreadableEntryException(dn(), GROUPS);
        }
        return groups;
    }

    /** The name of the fine-grained policy in force; empty where it is the domain's. Read for a {@link Purpose#JUDGEMENT}. */
    Optional<String> resultantPolicy() {
        return text(RESULTANT_PSO);
    }

    /** Whether a lockout has begun and is in force: it ends by itself, which only a computed attribute shows. */
    boolean isLocked(LDAPConnection connection, Duration patience) throws LDAPException {
        if (number("lockoutTime").orElse(0L) == 0) {
            return false;
        }
        return read(connection, dn(), Purpose.LOCKOUT, patience)
                .map(AccountEntry::isLocked)
                .orElse(true);
    }

    /** Whether a lockout is in force. Read for a {@link Purpose#LOCKOUT}. */
    boolean isLocked() {
        return number(COMPUTED_CONTROL)
                .map(flags -> (flags & LOCKOUT) != 0)
                .orElseGet(() -> number("lockoutTime").orElse(0L) != 0);
    }

    /**
     * The account for the port.
     *
     * @param protections as judged from this same entry
     * @param locked whether it is locked out at this moment
     */
    Account toAccount(
            String directory,
            String server,
            Optional<UUID> invocation,
            Set<Account.Protection> protections,
            boolean locked)
            throws UnreadableEntryException {
        return new Account(
                guid(),
                dn(),
                sid().map(Sid::toString).orElse(""),
                directory,
                server,
                invocation,
                protections,
                (number("userAccountControl").orElse(0L) & ACCOUNT_DISABLE) != 0,
                locked,
                ReplicationStamp.of(entry));
    }

    private byte[] required(String attribute) throws UnreadableEntryException {
        byte[] value = entry.getAttributeValueBytes(attribute);
        if (value == null) {
            throw new UnreadableEntryException(dn(), attribute);
        }
        return value;
    }

    private <T> List<T> values(String attribute, Function<byte[], T> form) {
        byte[][] values = entry.getAttributeValueByteArrays(attribute);
        return values == null ? List.of() : Stream.of(values).map(form).toList();
    }

    private Stream<String> values(String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }
}
