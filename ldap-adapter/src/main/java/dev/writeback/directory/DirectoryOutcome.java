package dev.writeback.directory;

import java.util.Optional;
import java.util.Set;

/** What became of one operation; expected refusals are values. */
public sealed interface DirectoryOutcome {
    /** The server that was asked, by host name. */
    String server();

    /** Done, or for validate: no known rule refuses the password. */
    record Applied(String server) implements DirectoryOutcome {}

    /**
     * The directory said no: nothing was written.
     *
     * @param violations what the password violates, only for {@link Refusal#POLICY}
     * @param policy the policy in force, where readable, only for {@link Refusal#POLICY}
     * @param diagnostic the server's own text for the agent's log; it never leaves the machine
     */
    record Refused(
            String server,
            Refusal refusal,
            Set<PolicyViolation> violations,
            Optional<PasswordPolicy> policy,
            String diagnostic)
            implements DirectoryOutcome {
        public Refused {
            violations = Set.copyOf(violations);
        }

        /** A refusal that has nothing to do with the password policy. */
        public static Refused of(String server, Refusal refusal, String diagnostic) {
            return new Refused(server, refusal, Set.of(), Optional.empty(), diagnostic);
        }
    }

    /** The server could not be asked: certainly nothing was written. */
    record Unavailable(String server, String cause) implements DirectoryOutcome {}

    /**
     * All was written that was asked for, a new password too, and yet the account is locked: what was to end the lockout did
     * not, or something locked the account again within the moment.
     *
     * @param cause what was seen, for the log
     */
    record StillLocked(String server, String cause) implements DirectoryOutcome {}

    /** The write may or may not have been applied, now or later; only the replication stamp can tell. */
    record Unknown(String server, String cause) implements DirectoryOutcome {}

    /** Why a directory refuses. */
    enum Refusal {
        /** The password does not meet the policy in force. */
        POLICY,
        WRONG_CURRENT_PASSWORD,
        /** The entry is gone or has moved out of sight since the look-up. */
        NOT_FOUND,
        ACCOUNT_DISABLED,
        ACCOUNT_LOCKED,
        /** "User cannot change password". */
        CHANGE_FORBIDDEN,
        /**
         * A password that never expires cannot be made one that must be changed: the directory would ignore it. Nor can
         * one whose server has no safe way to demand it in the same write.
         */
        MUST_CHANGE_IMPOSSIBLE,
        /** The service account lacks the right. */
        ACCESS_DENIED,
        /** Any other refusal after which certainly nothing was written. */
        OTHER
    }

    /** What a password violates, as far as the directory or its policy tells. */
    enum PolicyViolation {
        TOO_SHORT,
        TOO_LONG,
        COMPLEXITY,
        HISTORY,
        TOO_YOUNG,
        CONTAINS_NAME,
        UNSPECIFIED
    }
}
