package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;

/** Puts a failure into a result: our refusals with their text, anything of ApacheDS's with its code alone. */
final class Refused {
    private Refused() {}

    static void write(LdapException failure, LdapResult result) {
        if (failure instanceof Refusal refusal) {
            result.setResultCode(refusal.getResultCode());
            result.setDiagnosticMessage(refusal.diagnostic());
        } else if (failure instanceof LdapOperationException known) {
            result.setResultCode(known.getResultCode());
            result.setDiagnosticMessage("");
        } else {
            result.setResultCode(ResultCodeEnum.OPERATIONS_ERROR);
            result.setDiagnosticMessage("");
        }
    }
}
