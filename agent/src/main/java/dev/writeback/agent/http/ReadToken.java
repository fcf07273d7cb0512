package dev.writeback.agent.http;

import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.protocol.secret.Secret;
import io.netty.handler.codec.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that whoever asks the endpoint has to show. Only its SHA-256 is kept; two of them are compared, so the time that
 * takes says nothing of the token. Thread-safe.
 */
final class ReadToken {
    private static final Logger log = LoggerFactory.getLogger(ReadToken.class);

    /** Fewer characters could be guessed; more do not fit into the headers. */
    private static final int LEAST = 20;

    private static final int MOST = 4096;

    private static final byte[] NOBODY = new byte[0];

    private final Supplier<Secret> source;
    private volatile byte[] digest;

    /**
     * @param source reads the token; may block
     * @throws SecretUnavailableException when it cannot be read
     * @throws IllegalArgumentException when it is no token that could be used; the message does not repeat it
     */
    ReadToken(Supplier<Secret> source) {
        this.source = source;
        this.digest = read();
    }

    private byte[] read() {
        try (Secret token = source.get()) {
            return token.map(bytes -> {
                if (!isToken(bytes)) {
                    throw new IllegalArgumentException("the token has to be " + LEAST + " to " + MOST
                            + " of the characters A-Z a-z 0-9 . _ ~ + / - =; make one with: openssl rand -hex 32");
                }
                return sha256(bytes);
            });
        }
    }

    /** The characters of RFC 6750. */
    private static boolean isToken(byte[] bytes) {
        if (bytes.length < LEAST || bytes.length > MOST) {
            return false;
        }
        for (byte b : bytes) {
            boolean letterOrDigit = b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9';
            if (!letterOrDigit && "._~+/-=".indexOf(b) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Looks whether it has changed; while it cannot be read, nobody has it. May block. */
    void refresh() {
        byte[] before = digest;
        try {
            digest = read();
        } catch (SecretUnavailableException | IllegalArgumentException e) {
            digest = NOBODY;
            if (before.length != 0) {
                log.atWarn()
                        .setMessage("the token of the local endpoint is gone; nobody is let in until it is back")
                        .addKeyValue("cause", e.getMessage())
                        .log();
            }
            return;
        }
        if (!MessageDigest.isEqual(before, digest)) {
            log.atInfo()
                    .setMessage("the token of the local endpoint has changed")
                    .log();
        }
    }

    boolean isShownBy(HttpRequest request) {
        return Bearer.shownBy(request)
                .filter(shown -> MessageDigest.isEqual(sha256(shown), digest))
                .isPresent();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
