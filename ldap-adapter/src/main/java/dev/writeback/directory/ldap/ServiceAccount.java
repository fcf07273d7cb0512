package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PasswordProvider;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.writeback.protocol.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The account that connections are bound with. Its password is asked for at each bind, so that a changed file takes
 * effect, and every copy is zeroed after it.
 *
 * <p>A refused password is not sent again, to any server, before it changes or ten minutes have passed: each try may
 * count towards a lockout of the account itself. Thread-safe.
 */
public final class ServiceAccount {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual only
    private record Refusal(byte[] digest, Instant at) {}

    private final String user;
    private final Supplier<Secret> password;
    private final Clock clock;
    private final byte[] salt = new byte[16];
    private volatile byte[] lastSent = new byte[0];
    private volatile @Nullable Refusal refusal;

    /**
     * @param user distinguished name, user principal name, or {@code DOMAIN\name}
     * @param password opens the password anew each time; what it returns is closed here
     */
    public ServiceAccount(String user, Supplier<Secret> password, Clock clock) {
        this.user = user;
        this.password = password;
        this.clock = clock;
        new SecureRandom().nextBytes(salt);
    }

    /** A bind request that reads the password when it is sent. */
    SimpleBindRequest bindRequest(Duration responseTimeout) {
        SimpleBindRequest request = new SimpleBindRequest(user, new FreshPassword());
        request.setResponseTimeoutMillis(responseTimeout.toMillis());
        return request;
    }

    /** A server has refused the password that was sent last. */
    void refused() {
        refusal = new Refusal(lastSent, clock.instant());
    }

    private final class FreshPassword extends PasswordProvider {
        /** The SDK zeroes the array after the bind. */
        @Override
        public byte[] getPasswordBytes() throws LDAPException {
            try (Secret secret = password.get()) {
                byte[] digest = secret.map(ServiceAccount.this::digest);
                refuseToRepeat(digest);
                lastSent = digest;
                return secret.map(byte[]::clone);
            } catch (RuntimeException e) {
                throw new LDAPException(
                        ResultCode.LOCAL_ERROR,
                        "the password of the service account cannot be had: " + e.getMessage(),
                        e);
            }
        }
    }

    private void refuseToRepeat(byte[] digest) throws LDAPException {
        Refusal last = refusal;
        if (last != null
                && MessageDigest.isEqual(last.digest(), digest)
                && clock.instant().isBefore(last.at().plus(PAUSE))) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR,
                    "the password of the service account '" + user + "' was refused at " + last.at()
                            + "; it is not sent again before it changes or "
                            + last.at().plus(PAUSE)
                            + ", so that the account is not locked out");
        }
    }

    private byte[] digest(byte[] bytes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
