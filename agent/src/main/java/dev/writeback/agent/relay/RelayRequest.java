package dev.writeback.agent.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One delivery of one message. The handler ends each delivery with exactly one of {@link #settle()},
 * {@link #release()} and {@link #releaseToOthers}; what is neither settled nor released comes back when the relay's lock expires.
 *
 * <p>Used by the one worker thread that handles the delivery.
 */
public interface RelayRequest {
    /** The package as received; unverified. */
    byte[] body();

    /** The relay's own name for the message, for the log only. */
    String messageId();

    /** 1 for the first delivery, one more for each redelivery. */
    int delivery();

    /** When the relay took the message, if it says so. */
    Optional<Instant> enqueuedAt();

    /** When this delivery reached us. */
    Instant receivedAt();

    /** How long this delivery is still ours alone at least, however wrong the host's clock; negative when it no longer is. */
    Duration lockLeft();

    /**
     * This message is not for others: the relay may be asked for the next one. Before, nothing is asked for, so that a
     * message for others cannot come back to us the moment it is released.
     */
    void taken();

    /**
     * Sends an ack package and waits until the relay has accepted it.
     *
     * @throws RelayException when the relay did not accept it; the delivery must then not be settled
     */
    void answer(byte[] ackPackage, String ackId, Instant expiresAt) throws RelayException;

    /**
     * Removes the message from the relay.
     *
     * @throws RelayException when the relay did not confirm it, for example because the lock was lost
     */
    void settle() throws RelayException;

    /**
     * Gives the message back so that any agent can take it; the delivery number rises.
     *
     * @throws RelayException when the relay did not confirm it
     */
    void release() throws RelayException;

    /**
     * Gives a message back that is for others, and takes no message at all for a while: so it goes to one of them and not
     * here again.
     *
     * @throws RelayException when the relay did not confirm it
     */
    void releaseToOthers(Duration rest) throws RelayException;
}
