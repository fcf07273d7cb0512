package dev.writeback.sandbox.directory;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a failure into a result: our refusals with their text, anything of ApacheDS's with its code alone. */
final class Refused {
    private static final Logger LOG = LoggerFactory.getLogger(Refused.class);

    private Refused() {}

    static void write(LdapException failure, LdapResult result) {
        if (failure instanceof Refusal refusal) {
            result.setResultCode(refusal.getResultCode());
            result.setDiagnosticMessage(refusal.diagnostic());
            return;
        }
        // Its text may quote the request, and the password with it.
        LOG.atWarn()
                .setMessage("The directory's own part failed")
                .addKeyValue("type", root(failure).getClass().getSimpleName())
                .addKeyValue("at", root(failure).getStackTrace()[0])
                .log();
        result.setResultCode(
                failure instanceof LdapOperationException known
                        ? known.getResultCode()
                        : ResultCodeEnum.OPERATIONS_ERROR);
        result.setDiagnosticMessage("");
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : root(cause);
    }
}
