package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.ldap.EntryName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A {@code pwdPolicy} entry (draft-behera-ldap-password-policy-10, section 5.2), as far as it can be read. */
final class PolicyEntry {
    private static final String[] ATTRIBUTES = {
        "pwdAttribute",
        "pwdMinLength",
        "pwdMaxLength",
        "pwdInHistory",
        "pwdMinAge",
        "pwdCheckQuality",
        "pwdLockout",
        "pwdMaxFailure",
        "pwdLockoutDuration"
    };

    private final Entry entry;

    PolicyEntry(Entry entry) {
        this.entry = entry;
    }

    /** The policy of the entry, or the configured default; empty where there is none, or it is not shown. */
    static Optional<PolicyEntry> of(LDAPConnection connection, PersonEntry person, Optional<String> defaultPolicy)
            throws LDAPException {
        Optional<String> dn = person.policy().or(() -> defaultPolicy);
        if (dn.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.<Entry>ofNullable(connection.getEntry(dn.get(), ATTRIBUTES))
                    .filter(found -> found.hasAttribute("pwdAttribute"))
                    .map(PolicyEntry::new);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * What the password certainly violates. Servers count a length in octets or in characters: only what is too short or
     * too long either way is called so, and only where the quality is checked at all.
     */
    Set<PolicyViolation> violations(PasswordOctets password, PersonEntry person, Instant now) {
        Set<PolicyViolation> found = EnumSet.noneOf(PolicyViolation.class);
        boolean checked = number("pwdCheckQuality") > 0;
        if (checked && password.length() < number("pwdMinLength")) {
            found.add(PolicyViolation.TOO_SHORT);
        }
        if (checked && number("pwdMaxLength") > 0 && password.characters() > number("pwdMaxLength")) {
            found.add(PolicyViolation.TOO_LONG);
        }
        if (changeAllowedAt(person, now).isPresent()) {
            found.add(PolicyViolation.TOO_YOUNG);
        }
        return found;
    }

    private Optional<Instant> changeAllowedAt(PersonEntry person, Instant now) {
        if (person.mustChange()) {
            return Optional.empty();
        }
        return person.changedAt().map(changed -> changed.plus(minAge())).filter(now::isBefore);
    }

    private Duration minAge() {
        return Duration.ofSeconds(number("pwdMinAge"));
    }

    /** For the port. That the quality is checked says nothing of what is checked, so no complexity is claimed. */
    PasswordPolicy toPasswordPolicy(PersonEntry person, Instant now) {
        return new PasswordPolicy(
                Math.toIntExact(number("pwdMinLength")),
                Math.toIntExact(number("pwdInHistory")),
                false,
                minAge(),
                changeAllowedAt(person, now),
                EntryName.parse(entry.getDN()).map(EntryName::leaf).orElse(entry.getDN()));
    }

    /** Whether one more wrong password would leave the account unlocked. */
    boolean toleratesOneMore(int failures) {
        boolean locks = Boolean.TRUE.equals(entry.getAttributeValueAsBoolean("pwdLockout"));
        long most = number("pwdMaxFailure");
        return !locks || most == 0 || failures + 1 < most;
    }

    /** Whether a lock of that age is over. */
    boolean hasRunOut(Instant lockedSince, Instant now) {
        long seconds = number("pwdLockoutDuration");
        return seconds > 0 && !now.isBefore(lockedSince.plusSeconds(seconds));
    }

    private long number(String attribute) {
        Long value = entry.getAttributeValueAsLong(attribute);
        return value == null ? 0 : Math.max(0, Math.min(value, Integer.MAX_VALUE));
    }
}
