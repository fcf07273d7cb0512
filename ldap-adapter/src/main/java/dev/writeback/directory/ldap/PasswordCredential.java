package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.writeback.directory.inspection.BindTrouble;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/** A password, sent as it is over verified TLS. */
final class PasswordCredential implements Credential {
    private final String user;
    private final Supplier<Secret> password;

    PasswordCredential(ServiceBind.WithPassword bind) {
        this.user = bind.account();
        this.password = bind.password();
    }

    @Override
    public Attempt attempt() throws LDAPException {
        try (Secret secret = password.get()) {
            byte[] content = secret.map(byte[]::clone);
            // A directory may take a name without a password for nobody, and say yes (RFC 4513, section 5.1.2).
            if (content.length == 0) {
                throw new LDAPException(
                        ResultCode.LOCAL_ERROR, "not sent: the password of the service account is empty");
            }
            return new Sent(user, content);
        } catch (RuntimeException e) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR, "the password of the service account cannot be had: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // zeroed, and never compared as a record
    private record Sent(String user, byte[] content) implements Attempt {
        @Override
        public void bindOn(LDAPConnection connection, Duration responseTimeout)
                throws AccountRefusedException, LDAPException {
            SimpleBindRequest request = new SimpleBindRequest(user, new Copy(content));
            request.setResponseTimeoutMillis(responseTimeout.toMillis());
            try {
                connection.bind(request);
            } catch (LDAPBindException e) {
                if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    throw new AccountRefusedException(
                            BindTrouble.ofDiagnostic(e.getDiagnosticMessage()), String.valueOf(e.getMessage()), e);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            Arrays.fill(content, (byte) 0);
        }

        @Override
        public String toString() {
            return "Sent[" + user + "]";
        }
    }

    /** What comes from a provider, the SDK zeroes after the bind. */
    private static final class Copy extends PasswordProvider {
        private final byte[] content;

        Copy(byte[] content) {
            this.content = content;
        }

        @Override
        public byte[] getPasswordBytes() {
            return content.clone();
        }
    }
}
