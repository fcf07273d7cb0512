package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.envelope.AckHeader;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.VerifiedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Step 8: has this request been here before? What is new goes on; what was concluded gets its recorded answer; what is
 * being worked on at this moment is given back. Thread-safe.
 */
public final class Admission {
    private final Journal journal;
    private final Execution execution;
    private final Acknowledgement acknowledgement;
    private final Hold busy;
    private final Limits limits;
    private final Set<RequestId> atWork = ConcurrentHashMap.newKeySet();

    public Admission(Journal journal, Execution execution, Acknowledgement acknowledgement, Hold busy, Limits limits) {
        this.journal = journal;
        this.execution = execution;
        this.acknowledgement = acknowledgement;
        this.busy = busy;
        this.limits = limits;
    }

    void admit(Delivery delivery, VerifiedRequest request) throws RelayException {
        RequestId id = request.request().header().id();
        if (!atWork.add(id)) {
            // The same message a second time while the first delivery is still at work: its lock was lost.
            busy.await();
            delivery.message().release();
            return;
        }
        try {
            admitAlone(delivery, request, id);
        } finally {
            atWork.remove(id);
        }
    }

    private void admitAlone(Delivery delivery, VerifiedRequest request, RequestId id) throws RelayException {
        AckHeader to = request.ackHeader();
        Instant keepUntil =
                request.request().header().expiresAt().plus(limits.skew()).plus(limits.skew());
        Optional<JournalEntry> known = journal.admit(id, to.digest(), keepUntil);
        if (known.isPresent() && answered(delivery, to, known.get())) {
            return;
        }
        Optional<Conclusion> conclusion = execution.run(delivery, request, known);
        if (conclusion.isEmpty()) {
            delivery.message().release();
            return;
        }
        journal.conclude(id, conclusion.get());
        acknowledgement.send(delivery, to, conclusion.get(), false);
    }

    /** Answers what needs no work: a request that was concluded, or another one that took its {@code jti}. */
    private boolean answered(Delivery delivery, AckHeader to, JournalEntry known) throws RelayException {
        if (!known.digest().equals(to.digest())) {
            acknowledgement.send(delivery, to, Conclusion.refused(Reason.BAD_REQUEST), false);
            return true;
        }
        if (known instanceof JournalEntry.Concluded concluded) {
            acknowledgement.send(delivery, to, concluded.conclusion().asRecorded(), true);
            return true;
        }
        return false;
    }

    /** Step 7's expiry: nothing is written any more, but what was written is still told. */
    void answerExpired(Delivery delivery, Opening.Expired expired) throws RelayException {
        AckHeader to = expired.to();
        Optional<JournalEntry> known = journal.find(to.request());
        if (known.isPresent() && answered(delivery, to, known.get())) {
            return;
        }
        if (known.isEmpty() && !expired.ackAllowed()) {
            delivery.message().settle();
            return;
        }
        boolean mayHaveBeenWritten = known.map(JournalEntry.Intended.class::isInstance)
                .orElse(delivery.number() > 1 && expired.mayHaveWritten());
        acknowledgement.send(
                delivery, to, Conclusion.of(mayHaveBeenWritten ? Outcome.INDETERMINATE : Outcome.EXPIRED), false);
    }
}
