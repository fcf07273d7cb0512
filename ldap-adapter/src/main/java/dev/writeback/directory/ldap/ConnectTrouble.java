package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.ResultCode;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Says for an operator why no connection came about: what was expected, and what was found. */
final class ConnectTrouble {
    private static final Set<ResultCode> NO_ANSWER = Set.of(ResultCode.DECODING_ERROR, ResultCode.SERVER_DOWN);

    private ConnectTrouble() {}

    /** The words of whoever refused the server, without the wrapping that the SDK puts around them. */
    static String of(LDAPException failure) {
        LDAPException innermost = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return String.valueOf(at.getMessage());
            }
            // So the JDK meets an answer in clear text; a handshake that fails has a class of its own.
            if (at.getClass().equals(SSLException.class)) {
                return "expected TLS, found an answer that is none (" + at.getMessage()
                        + "); a port that begins without TLS is written ldap://, and upgraded by StartTLS";
            }
            // What the server said of the account is a code; who met it has put that in words.
            if (at instanceof AccountRefusedException) {
                break;
            }
            if (at instanceof LDAPException inner) {
                innermost = inner;
            }
        }
        return innermost.getResultCode() + ": " + innermost.getMessage();
    }

    /** The same failure of StartTLS (RFC 4511, section 4.14), told for what it is where TLS did not even begin. */
    static LDAPException ofStartTls(LDAPException failure) {
        if (failure instanceof LDAPExtendedOperationException) {
            return told(
                    failure,
                    "expected that the server begins TLS (StartTLS), found that it refuses: "
                            + failure.toLDAPResult().getDiagnosticMessage());
        }
        return NO_ANSWER.contains(failure.getResultCode())
                ? told(
                        failure,
                        "expected an answer to StartTLS, found none (" + failure.getMessage()
                                + "); a port that speaks TLS at once is written ldaps://")
                : failure;
    }

    private static LDAPException told(LDAPException failure, String words) {
        LDAPException told = new LDAPException(failure.getResultCode(), words);
        // Not its cause: the words of the innermost one are what an operator sees.
        told.addSuppressed(failure);
        return told;
    }
}
