package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.PasswordProof;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a bind says of the password. The sub-code stands behind {@code data} in the diagnostic text; all but
 * 52e of those below are given only to who has the right password (MS-ADTS 5.1.1.1, System Error Codes).
 */
final class BindAnswer {
    private static final Pattern DATA = Pattern.compile("\\bdata ([0-9A-Fa-f]{1,8})\\b");

    private static final String WRONG_PASSWORD = "52e";

    /** Logon hours, workstation, expired, disabled, account expired, must change. */
    private static final Set<String> RIGHT_PASSWORD = Set.of("530", "531", "532", "533", "701", "773");

    private BindAnswer() {}

    static PasswordProof of(BindResult result) {
        if (result.getResultCode() == ResultCode.SUCCESS) {
            return PasswordProof.RIGHT;
        }
        if (result.getResultCode() != ResultCode.INVALID_CREDENTIALS) {
            return PasswordProof.UNKNOWN;
        }
        return of(result.getDiagnosticMessage());
    }

    static PasswordProof of(@Nullable String diagnostic) {
        Matcher data = DATA.matcher(diagnostic == null ? "" : diagnostic);
        if (!data.find()) {
            return PasswordProof.UNKNOWN;
        }
        String code = data.group(1).toLowerCase(Locale.ROOT);
        if (code.equals(WRONG_PASSWORD)) {
            return PasswordProof.WRONG;
        }
        return RIGHT_PASSWORD.contains(code) ? PasswordProof.RIGHT : PasswordProof.UNKNOWN;
    }
}
