package dev.writeback.directory.ad;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.ldap.Certainty;

/** What the answer to a Modify means. The code in the diagnostic text decides, the LDAP result code only without it. */
final class WriteResult {
    /** What was written. */
    enum Kind {
        RESET,
        CHANGE,
        UNLOCK
    }

    private WriteResult() {}

    static DirectoryOutcome of(String server, Kind kind, LDAPException failure) {
        if (Certainty.of(failure.getResultCode()) == Certainty.UNKNOWN) {
            return new DirectoryOutcome.Unknown(
                    server, failure.getResultCode() + ": " + String.valueOf(failure.getMessage()));
        }
        return of(server, kind, failure.toLDAPResult());
    }

    static DirectoryOutcome of(String server, Kind kind, LDAPResult result) {
        ResultCode code = result.getResultCode();
        Certainty certainty = Certainty.of(code);
        if (certainty == Certainty.APPLIED) {
            return new DirectoryOutcome.Applied(server);
        }
        String text = code + ": " + String.valueOf(result.getDiagnosticMessage());
        if (certainty == Certainty.UNKNOWN) {
            return new DirectoryOutcome.Unknown(server, text);
        }
        AdError error = AdError.of(result.getDiagnosticMessage());
        if (certainty == Certainty.NOT_NOW || error == AdError.BUSY || error == AdError.UNAVAILABLE) {
            return new DirectoryOutcome.Unavailable(server, text);
        }
        return DirectoryOutcome.Refused.of(server, refusal(kind, code, error), text);
    }

    private static Refusal refusal(Kind kind, ResultCode code, AdError error) {
        return switch (error) {
            case PASSWORD_RESTRICTION, PASSWORD_TOO_SHORT, ILL_FORMED_PASSWORD -> Refusal.POLICY;
            case INVALID_PASSWORD, WRONG_PASSWORD ->
                kind == Kind.CHANGE ? Refusal.WRONG_CURRENT_PASSWORD : Refusal.OTHER;
            case ACCOUNT_LOCKED_OUT -> Refusal.ACCOUNT_LOCKED;
            case ACCOUNT_DISABLED -> Refusal.ACCOUNT_DISABLED;
            case PASSWORD_CANNOT_CHANGE -> Refusal.CHANGE_FORBIDDEN;
            case NO_SUCH_OBJECT, OBJECT_NOT_FOUND -> Refusal.NOT_FOUND;
            case ACCESS_DENIED, INSUFFICIENT_RIGHTS -> withoutRight(kind);
            case SUCCESS,
                    GENERAL_FAILURE,
                    INVALID_PARAMETER,
                    ACCOUNT_RESTRICTION,
                    BUSY,
                    UNAVAILABLE,
                    OPERATIONS_ERROR,
                    REFERRAL,
                    CONSTRAINT_VIOLATION,
                    UNWILLING_TO_PERFORM,
                    MISSING_REQUIRED_ATTRIBUTE -> Refusal.OTHER;
            case UNKNOWN -> byResultCode(kind, code);
        };
    }

    /**
     * Everyone may change a password that they know, unless the account is marked "user cannot change password", which
     * is an entry in its access control list that denies it.
     */
    private static Refusal withoutRight(Kind kind) {
        return kind == Kind.CHANGE ? Refusal.CHANGE_FORBIDDEN : Refusal.ACCESS_DENIED;
    }

    /** Samba's access control module refuses without a code. */
    private static Refusal byResultCode(Kind kind, ResultCode code) {
        if (code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
            return withoutRight(kind);
        }
        if (code.equals(ResultCode.NO_SUCH_OBJECT)) {
            return Refusal.NOT_FOUND;
        }
        return code.equals(ResultCode.CONSTRAINT_VIOLATION) && kind == Kind.CHANGE
                ? Refusal.CHANGE_FORBIDDEN
                : Refusal.OTHER;
    }
}
