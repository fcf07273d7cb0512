package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import java.time.Instant;
import java.util.Set;

/**
 * A request ready to be sent, and what the cloud keeps of it until its ack.
 *
 * @param body the package
 * @param digest what {@code rdig} of its ack must be
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 * @param recipients ids of the agents it was sealed to: only they can answer it
 */
public record SealedRequest(
        byte[] body,
        RequestId id,
        Operation operation,
        String digest,
        Instant issuedAt,
        Instant expiresAt,
        Set<String> recipients) {
    public SealedRequest {
        recipients = Set.copyOf(recipients);
    }

    /** From then on the request counts as INDETERMINATE if no ack came: {@code exp} and twice the skew. */
    public Instant closesAt() {
        return expiresAt.plus(Validity.SKEW.multipliedBy(2));
    }

    @Override
    public String toString() {
        return "SealedRequest[" + operation.wireName() + " " + id + ", " + body.length + " bytes to " + recipients
                + "]";
    }
}
