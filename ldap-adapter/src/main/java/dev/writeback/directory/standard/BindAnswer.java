package dev.writeback.directory.standard;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.DirectoryOutcome.Refused;
import dev.writeback.directory.PasswordProof;
import java.util.Set;

/**
 * What the answer to a bind as the user says of the password. A server tells that it has expired only to who knows it, and
 * that the account is locked to everybody.
 */
final class BindAnswer {
    private static final Set<ResultCode> NOT_NOW = Set.of(ResultCode.BUSY, ResultCode.UNAVAILABLE, ResultCode.REFERRAL);

    private BindAnswer() {}

    static PasswordProof proof(BindResult bound) {
        PolicyError error = PolicyControl.errorOf(bound);
        if (bound.getResultCode().equals(ResultCode.SUCCESS) || error == PolicyError.PASSWORD_EXPIRED) {
            return PasswordProof.RIGHT;
        }
        return bound.getResultCode().equals(ResultCode.INVALID_CREDENTIALS) && error == PolicyError.NONE
                ? PasswordProof.WRONG
                : PasswordProof.UNKNOWN;
    }

    /**
     * Why the user could not prove the current password; nothing was written.
     *
     * @param locked the account before the bind: a server need not say it
     */
    static DirectoryOutcome refusal(String server, BindResult bound, boolean locked) {
        ResultCode code = bound.getResultCode();
        PolicyError error = PolicyControl.errorOf(bound);
        // Not in the server's words, which might repeat what it was sent.
        String text =
                "bind as the user: " + code + (error == PolicyError.NONE ? "" : " (password policy: " + error + ")");
        if (NOT_NOW.contains(code)) {
            return new DirectoryOutcome.Unavailable(server, text);
        }
        boolean wrong = code.equals(ResultCode.INVALID_CREDENTIALS) && error == PolicyError.NONE;
        if (error == PolicyError.ACCOUNT_LOCKED || (wrong && locked)) {
            return Refused.of(server, Refusal.ACCOUNT_LOCKED, text);
        }
        return Refused.of(server, wrong ? Refusal.WRONG_CURRENT_PASSWORD : Refusal.OTHER, text);
    }
}
