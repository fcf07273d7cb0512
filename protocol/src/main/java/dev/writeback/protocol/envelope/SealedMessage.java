package dev.writeback.protocol.envelope;

import java.time.Instant;

/**
 * A message ready to be sent.
 *
 * @param body the package
 * @param id its {@code jti}
 * @param digest base64url of the SHA-256 of its JWS: {@code prev} of the heartbeat after it
 * @param expiresAt its {@code exp}
 */
public record SealedMessage(byte[] body, String id, String digest, Instant expiresAt) {
    @Override
    public String toString() {
        return "SealedMessage[" + id + ", " + body.length + " bytes]";
    }
}
