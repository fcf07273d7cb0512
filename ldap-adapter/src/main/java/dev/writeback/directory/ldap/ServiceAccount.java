package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.inspection.BindTrouble;
import dev.writeback.protocol.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account that connections are bound with, and the care that the agent does not lock it: at most one bind at a time,
 * to whatever server, so that a refusal is known before the next attempt; and a credential that was refused is not sent
 * again before its content has changed. A refusal that no directory counts (locked, expired, disabled ...) is looked at
 * again after ten minutes, so that the agent recovers by itself when somebody has put the account right. Thread-safe.
 */
public final class ServiceAccount {
    private static final Logger log = LoggerFactory.getLogger(ServiceAccount.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual only
    private record Refusal(byte[] digest, BindTrouble trouble, Instant at) {}

    private final String name;
    private final Credential credential;
    private final KeyManager[] keys;
    private final Clock clock;
    private final byte[] salt = new byte[16];
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private @Nullable Refusal refusal;

    private ServiceAccount(String name, Credential credential, KeyManager[] keys, Clock clock) {
        this.name = name;
        this.credential = credential;
        this.keys = keys;
        this.clock = clock;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * An account that binds with a password.
     *
     * @param user distinguished name, user principal name, or {@code DOMAIN\name}
     * @param password opens the password anew each time; what it returns is closed here
     */
    public ServiceAccount(String user, Supplier<Secret> password, Clock clock) {
        this(user, new PasswordCredential(new ServiceBind.WithPassword(user, password)), new KeyManager[0], clock);
    }

    /**
     * An account that binds in the given way.
     *
     * @throws IllegalArgumentException when two realms or their authorities contradict each other, or the client key cannot
     *     be used
     */
    public static ServiceAccount of(ServiceBind bind, Clock clock) {
        if (bind instanceof ServiceBind.WithPassword password) {
            return new ServiceAccount(password.account(), password.password(), clock);
        }
        if (bind instanceof ServiceBind.WithKerberos kerberos) {
            return new ServiceAccount(
                    bind.account(), new KerberosCredential(kerberos, clock), new KeyManager[0], clock);
        }
        ServiceBind.WithCertificate certificate = (ServiceBind.WithCertificate) bind;
        ClientKey key = new ClientKey(certificate.store(), certificate.password());
        return new ServiceAccount(bind.account(), new CertificateCredential(key), key.asKeyManagers(), clock);
    }

    /** What answers a server that asks for a certificate; none for the other ways to bind. */
    KeyManager[] keys() {
        return keys.clone();
    }

    /**
     * Binds the connection.
     *
     * @param limit for the turn of this thread, and again for each answer
     * @throws LDAPException {@code invalidCredentials} when the account was refused now, {@code localError} when it was
     *     before and nothing was sent; the message says why in words
     */
    void bind(LDAPConnection connection, Duration limit) throws LDAPException {
        await(limit);
        try (Credential.Attempt attempt = credential.attempt()) {
            byte[] digest = digest(attempt.content());
            refuseToRepeat(digest);
            try {
                attempt.bindOn(connection, limit);
                refusal = null;
            } catch (AccountRefusedException e) {
                throw refused(new Refusal(digest, e.trouble(), clock.instant()), e);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private void await(Duration limit) throws LDAPException {
        try {
            if (!oneAtATime.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LDAPException(
                        ResultCode.LOCAL_ERROR,
                        "another bind of the service account '" + name + "' has not ended within " + limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LDAPException(ResultCode.LOCAL_ERROR, "interrupted before the bind", e);
        }
    }

    private LDAPException refused(Refusal now, AccountRefusedException e) {
        refusal = now;
        log.atWarn()
                .setMessage("the service account was refused; its credential is held back")
                .addKeyValue("account", name)
                .addKeyValue("trouble", now.trouble())
                .addKeyValue("said", e.getMessage())
                .log();
        return new LDAPException(ResultCode.INVALID_CREDENTIALS, describe(now), e);
    }

    private void refuseToRepeat(byte[] digest) throws LDAPException {
        Refusal last = refusal;
        if (last == null || !MessageDigest.isEqual(last.digest(), digest)) {
            return;
        }
        if (last.trouble().isCounted() || clock.instant().isBefore(last.at().plus(PAUSE))) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, describe(last));
        }
    }

    private String describe(Refusal refusal) {
        String until = refusal.trouble().isCounted()
                ? "before the file with the credential changes or the agent is started anew, so that the account is not locked"
                : "before the file with the credential changes or "
                        + refusal.at().plus(PAUSE);
        return "the service account '" + name + "' " + refusal.trouble().words() + " (seen at " + refusal.at()
                + "); no attempt is made " + until;
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
