package dev.writeback.directory.inspection;

import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Right;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a look-up shows to an operator. */
public sealed interface AccountSight {
    /** No entry, or none that the service account can see. */
    record NotFound() implements AccountSight {}

    /** More than one entry. */
    record Ambiguous() implements AccountSight {}

    /**
     * Nobody can say.
     *
     * @param cause what was seen; never the content of an entry
     */
    record Unreadable(String cause) implements AccountSight {}

    /**
     * Exactly one entry.
     *
     * @param rights those of the service account on this very object; empty where clients cannot find that out
     * @param policyName the policy in force: {@code domain}, or the name of the fine-grained one; empty when unknown
     * @param policy its rules, where they can be read
     * @param password the password's own state
     * @param expiresAt when the account ends
     */
    record Found(
            Account account,
            Map<Right, Answer> rights,
            Optional<String> policyName,
            Optional<PasswordPolicy> policy,
            PasswordState password,
            Optional<Instant> expiresAt)
            implements AccountSight {
        public Found {
            rights = Map.copyOf(rights);
        }
    }

    /**
     * @param setAt when it was set; empty when unknown or when it must be changed
     * @param mustChange at the next logon
     * @param neverExpires whatever the policy says
     * @param expiresAt empty when it does not, or that is unknown
     */
    record PasswordState(
            Optional<Instant> setAt, boolean mustChange, boolean neverExpires, Optional<Instant> expiresAt) {
        /** Nothing is known. */
        public static final PasswordState UNKNOWN = new PasswordState(Optional.empty(), false, false, Optional.empty());
    }
}
