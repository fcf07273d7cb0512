package dev.writeback.protocol.envelope;

import java.time.Instant;

/**
 * An ack ready to be sent.
 *
 * @param body the package
 * @param id its {@code jti}
 * @param expiresAt its {@code exp}
 */
public record SealedAck(byte[] body, String id, Instant expiresAt) {
    @Override
    public String toString() {
        return "SealedAck[" + id + ", " + body.length + " bytes]";
    }
}
