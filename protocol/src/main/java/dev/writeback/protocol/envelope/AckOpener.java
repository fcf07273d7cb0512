package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.message.RequestId;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The part of {@link ReplyOpener} for a client that waits for acks and for nothing else: every other message is rejected.
 * That the first valid ack of a request is final is the caller's to keep. Thread-safe.
 */
public final class AckOpener {
    private final ReplyOpener replies;

    /**
     * @param cloudAckKeys the cloud's ack keys with their private halves
     * @param agentKeys the agents' public keys; asked anew for each ack
     */
    public AckOpener(KeyRing cloudAckKeys, Supplier<KeyRing> agentKeys, String audience, Clock clock) {
        this.replies = new ReplyOpener(() -> cloudAckKeys, agentKeys, audience, clock);
    }

    /** For a client with one request under way. */
    public AckOpening open(byte[] body, SealedRequest openRequest) {
        return open(
                body,
                id -> Optional.of(openRequest).filter(request -> request.id().equals(id)));
    }

    /**
     * For a client with many.
     *
     * @param openRequests finds the open request of an id; empty when there is none
     * @throws KeyUnavailableException when our own key's token fails: do not settle the message
     */
    public AckOpening open(byte[] body, Function<RequestId, Optional<SealedRequest>> openRequests) {
        ReplyOpening opening = replies.open(body, Set.of(AckSealer.ACK_TYP), openRequests);
        if (opening instanceof ReplyOpening.Answer answer) {
            return answer.ack();
        }
        return new AckOpening.Rejected(
                opening instanceof ReplyOpening.Rejected rejected ? rejected.why() : Rejection.UNEXPECTED);
    }
}
