package dev.writeback.directory.inspection;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why the service account was refused, from the sub-code that Active Directory puts behind {@code data} in the answer to
 * a bind (MS-ERREF 2.2), or from the error code of a Kerberos authority (RFC 4120, section 7.5.9).
 */
public enum BindTrouble {
    /** Counted as a failed logon by the directory; to send it again could lock the account. */
    WRONG_CREDENTIAL("is refused: its password or key is wrong", true),
    /** The directory does not say why, so it may have been counted. */
    REFUSED("is refused, the server does not say why", true),
    UNKNOWN_ACCOUNT("is not known", false),
    RESTRICTED("is refused by a restriction of the account or of the domain", false),
    LOGON_HOURS("is refused at this time of the day: its logon hours are restricted", false),
    WORKSTATION("is refused: it may log on at certain computers only", false),
    PASSWORD_EXPIRED("is refused: its password has expired", false),
    DISABLED("is disabled", false),
    ACCOUNT_EXPIRED("has expired", false),
    MUST_CHANGE("is refused: its password must be changed first", false),
    LOCKED("is locked", false),
    /** The certificate is valid, but of no account. */
    CERTIFICATE("is refused: the directory maps the certificate to no account", false),
    /** Kerberos has one code for the three. */
    REVOKED("is locked, disabled or expired", false);

    private static final Pattern DATA = Pattern.compile("\\bdata ([0-9A-Fa-f]{1,8})\\b");

    private final String words;
    private final boolean counted;

    BindTrouble(String words, boolean counted) {
        this.words = words;
        this.counted = counted;
    }

    /** Follows the name of the account. */
    public String words() {
        return words;
    }

    /** Whether the directory may have counted the attempt towards a lockout of the account. */
    public boolean isCounted() {
        return counted;
    }

    /** From the diagnostic text of a bind that was refused with {@code invalidCredentials}. */
    public static BindTrouble ofDiagnostic(@Nullable String diagnostic) {
        Matcher data = DATA.matcher(diagnostic == null ? "" : diagnostic);
        if (!data.find()) {
            return REFUSED;
        }
        return switch (data.group(1).toLowerCase(Locale.ROOT)) {
            case "52e" -> WRONG_CREDENTIAL;
            case "525" -> UNKNOWN_ACCOUNT;
            case "52f" -> RESTRICTED;
            case "530" -> LOGON_HOURS;
            case "531" -> WORKSTATION;
            case "532" -> PASSWORD_EXPIRED;
            case "533" -> DISABLED;
            case "701" -> ACCOUNT_EXPIRED;
            case "773" -> MUST_CHANGE;
            case "775" -> LOCKED;
            default -> REFUSED;
        };
    }

    /** From the code of a {@code KRB-ERROR}; empty when it does not speak of the account. */
    public static Optional<BindTrouble> ofKerberos(int code) {
        return switch (code) {
            case 1 -> Optional.of(ACCOUNT_EXPIRED);
            case 6 -> Optional.of(UNKNOWN_ACCOUNT);
            case 12 -> Optional.of(RESTRICTED);
            case 18 -> Optional.of(REVOKED);
            case 23 -> Optional.of(PASSWORD_EXPIRED);
            case 24, 31 -> Optional.of(WRONG_CREDENTIAL);
            default -> Optional.empty();
        };
    }
}
