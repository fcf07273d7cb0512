package dev.writeback.directory.ad;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Win32 code at the head of a diagnostic text, 8 hexadecimal digits (MS-ADTS 3.1.1.3.1.9). The same code arrives
 * with different LDAP result codes from different servers, so this comes first.
 */
enum AdError {
    SUCCESS(0x0),
    ACCESS_DENIED(0x5),
    /** Windows: a malformed {@code unicodePwd}, or a channel that is not protected. */
    GENERAL_FAILURE(0x1F),
    INVALID_PASSWORD(0x56),
    INVALID_PARAMETER(0x57),
    WRONG_PASSWORD(0x52B),
    ILL_FORMED_PASSWORD(0x52C),
    PASSWORD_RESTRICTION(0x52D),
    ACCOUNT_RESTRICTION(0x52F),
    ACCOUNT_DISABLED(0x533),
    ACCOUNT_LOCKED_OUT(0x775),
    /** NERR_PasswordCantChange. */
    PASSWORD_CANNOT_CHANGE(0x8C3),
    /** NERR_PasswordTooShort, from servers that answer through the network API. */
    PASSWORD_TOO_SHORT(0x8C5),
    BUSY(0x200E),
    UNAVAILABLE(0x200F),
    OPERATIONS_ERROR(0x2020),
    REFERRAL(0x202B),
    CONSTRAINT_VIOLATION(0x202F),
    NO_SUCH_OBJECT(0x2030),
    UNWILLING_TO_PERFORM(0x2035),
    MISSING_REQUIRED_ATTRIBUTE(0x2077),
    OBJECT_NOT_FOUND(0x208D),
    INSUFFICIENT_RIGHTS(0x2098),
    /** No code, or one that is not listed. */
    UNKNOWN(-1);

    private static final Pattern HEAD = Pattern.compile("\\A([0-9A-Fa-f]{8})(?![0-9A-Fa-f])");

    private final long code;

    AdError(long code) {
        this.code = code;
    }

    /** Reads the diagnostic text of a result. */
    static AdError of(@Nullable String diagnostic) {
        return codeOf(diagnostic)
                .map(code -> {
                    for (AdError error : values()) {
                        if (error.code == code) {
                            return error;
                        }
                    }
                    return UNKNOWN;
                })
                .orElse(UNKNOWN);
    }

    /** The leading code, whether listed here or not. */
    static Optional<Long> codeOf(@Nullable String diagnostic) {
        if (diagnostic == null) {
            return Optional.empty();
        }
        Matcher head = HEAD.matcher(diagnostic);
        return head.find() ? Optional.of(Long.parseLong(head.group(1), 16)) : Optional.empty();
    }
}
