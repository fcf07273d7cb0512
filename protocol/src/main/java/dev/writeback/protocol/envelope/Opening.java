package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.TenantSwitches;
import java.time.Instant;
import java.util.Optional;

/** What became of a package in steps 1 to 7 of PWB/1, section 5. */
public sealed interface Opening {

    /** From the cloud, for us, in time, and whole; the secret is still sealed. */
    record Verified(VerifiedRequest request) implements Opening {}

    /** Well-formed, but for another agent: to be held and released (step 3). */
    record Foreign() implements Opening {}

    /** Not provably from the cloud and for us: no ack; settle and count. */
    record Dropped(Rejection why) implements Opening {}

    /** From the cloud, but not a request that can be served: an ack with {@code REFUSED} and {@code why.answer()}. */
    record Refused(AckHeader to, Rejection why) implements Opening {}

    /**
     * From the cloud, but {@code now >= exp + 60 s}. The journal is asked first; what is not there is never written any
     * more.
     *
     * @param expiresAt {@code exp}
     * @param ackAllowed false when {@code now >= exp + 120 s}: without a record in the journal there is then no ack at all
     */
    record Expired(AckHeader to, Instant expiresAt, boolean ackAllowed) implements Opening {
        /** Whether an earlier delivery may have written a password: without a record, a redelivery is INDETERMINATE. */
        public boolean mayHaveWritten() {
            return to.operation().filter(op -> op.writesPassword()).isPresent();
        }
    }

    /**
     * From the cloud, for us alone, in time, and whole, and no request: it steers the agent. There is no ack; the next
     * heartbeat is the answer. It is applied if its epoch {@linkplain Epoch#supersedes supersedes} the one of its line
     * that is in force, and settled either way.
     */
    sealed interface Directive extends Opening {
        /** Its place in its line. */
        Epoch epoch();
    }

    /**
     * The complete set of the cloud's own keys, signed by the pinned root.
     *
     * @param keys what takes the place of {@link dev.writeback.protocol.crypto.CloudTrust#keys}
     */
    record CloudKeys(Epoch epoch, KeyRing keys) implements Directive {}

    /**
     * The cloud confirms our keys.
     *
     * @param keys the complete set of ours that are good from now on, public halves
     */
    record KeysConfirmed(Epoch epoch, KeyRing keys) implements Directive {}

    /**
     * The cloud ends keys of ours at once.
     *
     * @param keys those, public halves
     */
    record KeysRevoked(Epoch epoch, KeyRing keys) implements Directive {}

    /** The tenant's switches. */
    record Switches(TenantSwitches switches) implements Directive {
        @Override
        public Epoch epoch() {
            return switches.epoch();
        }
    }

    /**
     * From the cloud, for us alone, in time, and whole: what one of our heartbeats asked it to send back. Whether we still
     * wait for it, and for the first time, is the caller's to know; it is settled either way, and never answered.
     */
    record Echoed(Echo echo) implements Opening {}

    /**
     * A config message of a signer that may send one, for us alone, that is not one: settled and ignored as a whole, and
     * shown as {@code cfgRefused} by the next heartbeats.
     *
     * @param epoch empty when none could be read, which {@code cfgRefused} shows as 0
     */
    record SwitchesRefused(Optional<Epoch> epoch, Rejection why) implements Opening {}
}
