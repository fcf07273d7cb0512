package dev.writeback.sandbox.directory;

import java.time.Instant;

/**
 * The password policy of one account; ages and intervals in ticks, as the directory stores them (negative).
 *
 * @param minLength characters
 * @param historyLength remembered passwords
 * @param complexity three classes are wanted
 * @param minAge least age before a change
 * @param maxAge age at which a password expires; at or above -1 day there is no expiry
 * @param lockoutThreshold failed attempts that lock, 0 for never
 * @param lockoutWindow after which a failed attempt is forgotten
 * @param lockoutDuration after which a lockout ends
 */
record PolicyInForce(
        int minLength,
        int historyLength,
        boolean complexity,
        long minAge,
        long maxAge,
        long lockoutThreshold,
        long lockoutWindow,
        long lockoutDuration) {
    private static final long DAY = 864_000_000_000L;
    private static final long COMPLEX = 1;

    static PolicyInForce ofDomain(AccountEntry domain) {
        return new PolicyInForce(
                (int) domain.number("minPwdLength"),
                (int) domain.number("pwdHistoryLength"),
                (domain.number("pwdProperties") & COMPLEX) != 0,
                domain.number("minPwdAge"),
                domain.number("maxPwdAge"),
                domain.number("lockoutThreshold"),
                domain.number("lockOutObservationWindow"),
                domain.number("lockoutDuration"));
    }

    static PolicyInForce ofSettings(AccountEntry settings) {
        return new PolicyInForce(
                (int) settings.number("msDS-MinimumPasswordLength"),
                (int) settings.number("msDS-PasswordHistoryLength"),
                settings.isTrue("msDS-PasswordComplexityEnabled"),
                settings.number("msDS-MinimumPasswordAge"),
                settings.number("msDS-MaximumPasswordAge"),
                settings.number("msDS-LockoutThreshold"),
                settings.number("msDS-LockoutObservationWindow"),
                settings.number("msDS-LockoutDuration"));
    }

    boolean isTooYoung(AccountEntry account, Instant now) {
        return FileTime.ticks(now) + minAge < account.number("pwdLastSet");
    }

    boolean isLocked(AccountEntry account, Instant now) {
        long since = account.number("lockoutTime");
        return since != 0 && (lockoutDuration == 0 || since - lockoutDuration > FileTime.ticks(now));
    }

    /** When the password expires: 0 where it must change now, {@link FileTime#NEVER} where it never does. */
    long passwordExpiry(AccountEntry account) {
        if (account.control(AccountEntry.DONT_EXPIRE_PASSWORD) || account.control(AccountEntry.SMARTCARD_REQUIRED)) {
            return FileTime.NEVER;
        }
        long lastSet = account.number("pwdLastSet");
        if (lastSet == 0) {
            return 0;
        }
        return maxAge > -DAY || maxAge == Long.MIN_VALUE ? FileTime.NEVER : lastSet - maxAge;
    }

    /** Failed attempts that still count. */
    long failedAttempts(AccountEntry account, Instant now) {
        boolean forgotten = account.number("badPasswordTime") - lockoutWindow < FileTime.ticks(now);
        return forgotten ? 0 : account.number("badPwdCount");
    }
}
