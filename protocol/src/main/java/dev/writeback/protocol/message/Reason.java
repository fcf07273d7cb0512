package dev.writeback.protocol.message;

import java.util.Locale;

/** The closed set of reasons: the claim {@code reason} of PWB/1, section 4. On the wire in lower case. */
public enum Reason {
    POLICY_VIOLATION,
    WRONG_CURRENT_PASSWORD,
    USER_NOT_FOUND,
    USER_AMBIGUOUS,
    OUT_OF_SCOPE,
    PROTECTED_ACCOUNT,
    ACCOUNT_DISABLED,
    ACCOUNT_LOCKED,
    /** The account is marked "user cannot change password". */
    CHANGE_FORBIDDEN,
    /** {@code opt.mustChange} was asked for an account whose password never expires. */
    MUST_CHANGE_IMPOSSIBLE,
    /** The service account lacks the right. */
    ACCESS_DENIED,
    OPERATION_DISABLED,
    RATE_LIMITED,
    DIRECTORY_UNAVAILABLE,
    DIRECTORY_ERROR,
    /** Step 7: malformed, unknown or out of range, or a {@code jti} seen with another digest. */
    BAD_REQUEST,
    /** Step 10: the sealed secret was not opened, or its context, padding or form is wrong. */
    BAD_SECRET;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
