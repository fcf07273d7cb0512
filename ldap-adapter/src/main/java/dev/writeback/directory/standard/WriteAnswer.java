package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.ldap.Certainty;
import java.util.Optional;
import java.util.Set;

/**
 * What the answer to a write means: the error in the policy control decides, the LDAP result code only without it. The
 * server's own text is passed on only where no password was sent: ApacheDS repeats in it what it was sent.
 */
final class WriteAnswer {
    /** What was written, and as whom. */
    enum Kind {
        /** By the service account. */
        RESET,
        /** By the user. */
        CHANGE,
        /** By the service account. */
        UNLOCK
    }

    private WriteAnswer() {}

    static DirectoryOutcome of(String server, Dialect dialect, Kind kind, LDAPException failure) {
        return of(server, dialect, kind, failure.toLDAPResult());
    }

    static DirectoryOutcome of(String server, Dialect dialect, Kind kind, LDAPResult result) {
        ResultCode code = result.getResultCode();
        Certainty certainty = certainty(code);
        PolicyError error = PolicyControl.errorOf(result);
        String text = text(kind, result, error);
        if (certainty == Certainty.APPLIED) {
            return error.contradictsSuccess()
                    ? new DirectoryOutcome.Unknown(server, text)
                    : new DirectoryOutcome.Applied(server);
        }
        if (certainty == Certainty.UNKNOWN) {
            return new DirectoryOutcome.Unknown(server, text);
        }
        if (certainty == Certainty.NOT_NOW) {
            return new DirectoryOutcome.Unavailable(server, text);
        }
        return switch (error) {
            case PASSWORD_TOO_SHORT -> violated(server, PolicyViolation.TOO_SHORT, text);
            case PASSWORD_TOO_LONG -> violated(server, PolicyViolation.TOO_LONG, text);
            case PASSWORD_TOO_YOUNG -> violated(server, PolicyViolation.TOO_YOUNG, text);
            case PASSWORD_IN_HISTORY -> violated(server, PolicyViolation.HISTORY, text);
            case INSUFFICIENT_PASSWORD_QUALITY -> violated(server, dialect.quality(), text);
            case PASSWORD_MOD_NOT_ALLOWED -> Refused.of(server, withoutRight(kind), text);
            // pwdSafeModify: the policy allows no reset at all.
            case MUST_SUPPLY_OLD_PASSWORD -> Refused.of(server, Refusal.ACCESS_DENIED, text);
            case ACCOUNT_LOCKED -> Refused.of(server, byUser(kind, Refusal.ACCOUNT_LOCKED), text);
            case PASSWORD_EXPIRED, CHANGE_AFTER_RESET, OTHER -> Refused.of(server, Refusal.OTHER, text);
            case NONE -> byResultCode(server, kind, code, text);
        };
    }

    /** An internal error may come in the middle: ApacheDS writes the password first and its time after it. */
    private static Certainty certainty(ResultCode code) {
        return code.equals(ResultCode.OTHER) ? Certainty.UNKNOWN : Certainty.of(code);
    }

    private static String text(Kind kind, LDAPResult result, PolicyError error) {
        String said = kind == Kind.UNLOCK ? ": " + String.valueOf(result.getDiagnosticMessage()) : "";
        return result.getResultCode() + said + (error == PolicyError.NONE ? "" : " (password policy: " + error + ")");
    }

    private static DirectoryOutcome byResultCode(String server, Kind kind, ResultCode code, String text) {
        if (kind == Kind.UNLOCK && code.equals(ResultCode.NO_SUCH_ATTRIBUTE)) {
            // It was not locked.
            return new DirectoryOutcome.Applied(server);
        }
        if (code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
            return Refused.of(server, withoutRight(kind), text);
        }
        if (code.equals(ResultCode.NO_SUCH_OBJECT)) {
            // Who is bound is there: ApacheDS says so of an entry that the user may not read.
            return Refused.of(server, kind == Kind.CHANGE ? Refusal.CHANGE_FORBIDDEN : Refusal.NOT_FOUND, text);
        }
        if (code.equals(ResultCode.INVALID_CREDENTIALS) && kind == Kind.CHANGE) {
            // It was another one since the bind.
            return Refused.of(server, Refusal.WRONG_CURRENT_PASSWORD, text);
        }
        if (code.equals(ResultCode.CONSTRAINT_VIOLATION) && kind != Kind.UNLOCK) {
            return violated(server, PolicyViolation.UNSPECIFIED, text);
        }
        return Refused.of(server, Refusal.OTHER, text);
    }

    private static Refusal withoutRight(Kind kind) {
        return kind == Kind.CHANGE ? Refusal.CHANGE_FORBIDDEN : Refusal.ACCESS_DENIED;
    }

    /** An error about the one who is bound, which says nothing of the account when the service account is bound. */
    private static Refusal byUser(Kind kind, Refusal refusal) {
        return kind == Kind.CHANGE ? refusal : Refusal.OTHER;
    }

    private static Refused violated(String server, PolicyViolation violation, String text) {
        return new Refused(server, Refusal.POLICY, Set.of(violation), Optional.empty(), text);
    }
}
