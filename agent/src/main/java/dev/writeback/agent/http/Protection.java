package dev.writeback.agent.http;

import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the endpoint from others: the token that readers show, and the certificate. Both follow their files until
 * closed. Thread-safe.
 */
public final class Protection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Protection.class);

    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Neither: for the loopback address. */
    public static final Protection NONE = new Protection(Optional.empty(), Optional.empty());

    private final Optional<ReadToken> token;
    private final Optional<ServerIdentity> identity;
    private final Optional<ScheduledThreadPoolExecutor> looking;

    private Protection(Optional<ReadToken> token, Optional<ServerIdentity> identity) {
        this.token = token;
        this.identity = identity;
        this.looking = token.isEmpty() && identity.isEmpty()
                ? Optional.empty()
                : Optional.of(lookingEach(LOOK, this::refresh));
    }

    private static ScheduledThreadPoolExecutor lookingEach(Duration interval, Runnable look) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "local-http-files");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return executor;
    }

    /**
     * Reads both.
     *
     * @param token reads the token; empty when everybody may ask who reaches the endpoint
     * @param certificate empty for plain HTTP
     * @throws IOException when the files of the certificate cannot be used
     * @throws SecretUnavailableException when the token cannot be read
     * @throws IllegalArgumentException when the token is none that could be used
     */
    public static Protection open(Optional<Supplier<Secret>> token, Optional<CertificateFiles> certificate)
            throws IOException {
        if (token.isEmpty() && certificate.isEmpty()) {
            return NONE;
        }
        Optional<ServerIdentity> identity =
                certificate.isEmpty() ? Optional.empty() : Optional.of(new ServerIdentity(certificate.get()));
        return new Protection(token.map(ReadToken::new), identity);
    }

    Optional<ReadToken> token() {
        return token;
    }

    Optional<ServerIdentity> identity() {
        return identity;
    }

    /** Looks at the files now. What is thrown here would end the looking, and nobody would see. */
    void refresh() {
        token.ifPresent(known -> look("token", known::refresh));
        identity.ifPresent(known -> look("certificate", known::refresh));
    }

    private static void look(String what, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            // Without its message, which may hold what was read.
            log.atWarn()
                    .setMessage("a file of the local endpoint could not be looked at")
                    .addKeyValue("what", what)
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log();
        }
    }

    @Override
    public void close() {
        looking.ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
    }
}
