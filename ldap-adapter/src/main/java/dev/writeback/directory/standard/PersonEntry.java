package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.StaticUtils;
import dev.writeback.directory.PasswordStamp;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One entry as read by itself, with the operational attributes of the password policy. */
final class PersonEntry {
    static final String ENTRY_UUID = "entryUUID";
    static final String FAILURES = "pwdFailureTime";

    private static final Filter ANY = Filter.createPresenceFilter("objectClass");
    private static final String CHANGED = "pwdChangedTime";
    private static final String[] ATTRIBUTES = {
        "objectClass", ENTRY_UUID, CHANGED, Lockout.ATTRIBUTE, FAILURES, "pwdReset", "pwdPolicySubentry"
    };

    private final Entry entry;

    PersonEntry(Entry entry) {
        this.entry = entry;
    }

    /** Reads the entry of exactly that name, or empty when there is none in sight. */
    static Optional<PersonEntry> read(LDAPConnection connection, String dn) throws LDAPException {
        try {
            SearchResultEntry found =
                    connection.searchForEntry(new SearchRequest(dn, SearchScope.BASE, ANY, ATTRIBUTES));
            return Optional.ofNullable(found).map(PersonEntry::new);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    String dn() {
        return entry.getDN();
    }

    /**
     * {@code entryUUID} (RFC 4530).
     *
     * @throws UnreadableEntryException when it is not shown, or is none
     */
    UUID uuid() throws UnreadableEntryException {
        String text = entry.getAttributeValue(ENTRY_UUID);
        try {
            if (text != null) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableEntryException("'" + dn() + "' has a malformed entryUUID");
        }
        throw new UnreadableEntryException("the service account cannot read entryUUID of '" + dn()
                + "', without which the account cannot be told from another; grant it read");
    }

    boolean hasClass(String name) {
        String[] values = entry.getAttributeValues("objectClass");
        return values != null && Stream.of(values).anyMatch(name::equalsIgnoreCase);
    }

    boolean mustChange() {
        return Boolean.TRUE.equals(entry.getAttributeValueAsBoolean("pwdReset"));
    }

    /** However the rest of that time is written: servers lock for good from the year 0 on. */
    boolean isLockedForGood() {
        String text = entry.getAttributeValue(Lockout.ATTRIBUTE);
        return text != null && text.startsWith(Lockout.YEAR_ZERO);
    }

    boolean shows(String attribute) {
        return entry.hasAttribute(attribute);
    }

    Optional<Instant> lockedSince() {
        return time(Lockout.ATTRIBUTE);
    }

    int failures() {
        String[] values = entry.getAttributeValues(FAILURES);
        return values == null ? 0 : values.length;
    }

    Optional<String> policy() {
        return Optional.ofNullable(entry.getAttributeValue("pwdPolicySubentry"));
    }

    Optional<Instant> changedAt() {
        return time(CHANGED);
    }

    /** Whether the time of the last change is told in whole seconds, so that two changes can share it. */
    boolean tellsWholeSeconds() {
        String text = entry.getAttributeValue(CHANGED);
        return text != null && text.indexOf('.') < 0 && text.indexOf(',') < 0;
    }

    /** {@code pwdChangedTime}: a time without a version; an entry that was never changed under a policy has none. */
    Optional<PasswordStamp> stamp() {
        return changedAt().map(time -> new PasswordStamp(Optional.empty(), Optional.empty(), Optional.of(time)));
    }

    private Optional<Instant> time(String attribute) {
        String text = entry.getAttributeValue(attribute);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(StaticUtils.decodeGeneralizedTime(text).toInstant());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
