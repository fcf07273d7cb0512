package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The account that connections are bound with. Its password is asked for at each bind, so that a changed file takes
 * effect, and every copy is zeroed after it.
 *
 * @param user distinguished name, user principal name, or {@code DOMAIN\name}
 * @param password opens the password anew each time; the caller of {@code get} closes it
 */
public record ServiceAccount(String user, Supplier<Secret> password) {
    /** A bind request that reads the password when it is sent. */
    SimpleBindRequest bindRequest(Duration responseTimeout) {
        SimpleBindRequest request = new SimpleBindRequest(user, new FreshPassword(password));
        request.setResponseTimeoutMillis(responseTimeout.toMillis());
        return request;
    }

    private static final class FreshPassword extends PasswordProvider {
        private final Supplier<Secret> password;

        FreshPassword(Supplier<Secret> password) {
            this.password = password;
        }

        /** The SDK zeroes the array after the bind. */
        @Override
        public byte[] getPasswordBytes() throws LDAPException {
            try (Secret secret = password.get()) {
                return secret.map(byte[]::clone);
            }
        }
    }
}
