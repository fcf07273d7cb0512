package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.pipeline.PipelineObserver.Replay;
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
    private final Recovery recovery;
    private final Acknowledgement acknowledgement;
    private final RequestEvents events;
    private final Hold busy;
    private final Limits limits;
    private final Set<RequestId> atWork = ConcurrentHashMap.newKeySet();

    public Admission(
            Journal journal,
            Execution execution,
            Recovery recovery,
            Acknowledgement acknowledgement,
            RequestEvents events,
            Hold busy,
            Limits limits) {
        this.journal = journal;
        this.execution = execution;
        this.recovery = recovery;
        this.acknowledgement = acknowledgement;
        this.events = events;
        this.busy = busy;
        this.limits = limits;
    }

    /** How the work on a request ended. */
    private enum End {
        SETTLED,
        GIVE_BACK
    }

    /** Work on one request, of which there is at most one at a time. */
    private interface Work {
        End run() throws RelayException;
    }

    void admit(Delivery delivery, VerifiedRequest request) throws RelayException {
        alone(delivery, request.request().header().id(), () -> admitAlone(delivery, request));
    }

    /** Step 7's expiry: nothing is written any more, but what was written is still told. */
    void answerExpired(Delivery delivery, Opening.Expired expired) throws RelayException {
        alone(delivery, expired.to().request(), () -> answerExpiredAlone(delivery, expired));
    }

    /** The same message a second time while its first delivery is still at work has lost its lock: it has to wait. */
    private void alone(Delivery delivery, RequestId id, Work work) throws RelayException {
        if (!atWork.add(id)) {
            replayed(delivery);
            busy.await();
            delivery.release();
            return;
        }
        End end;
        try {
            end = work.run();
        } finally {
            atWork.remove(id);
        }
        // Not before: it returns at once, and would be taken for a second one beside the first.
        if (end == End.GIVE_BACK) {
            delivery.release();
        }
    }

    private End admitAlone(Delivery delivery, VerifiedRequest request) throws RelayException {
        AckHeader to = request.ackHeader();
        RequestId id = to.request();
        Instant keepUntil =
                request.request().header().expiresAt().plus(limits.skew()).plus(limits.skew());
        delivery.passed(Waypoint.BEFORE_ADMISSION);
        Optional<JournalEntry> known = journal.admit(id, to.digest(), keepUntil);
        delivery.passed(Waypoint.ADMITTED);
        if (known.isPresent() && answered(delivery, to, known.get())) {
            return End.SETTLED;
        }
        Optional<Conclusion> reached = execution.run(delivery, request, known);
        if (reached.isEmpty() && delivery.number() < limits.deliveries()) {
            return End.GIVE_BACK;
        }
        Conclusion conclusion = reached.orElseGet(() -> atTheLastDelivery(delivery, request, id));
        delivery.passed(Waypoint.BEFORE_CONCLUSION);
        journal.conclude(id, conclusion);
        delivery.passed(Waypoint.CONCLUSION_DURABLE);
        acknowledgement.send(
                acknowledgement.audit(delivery, to, conclusion, false), conclusion.outcome() == Outcome.OK_ALREADY);
        return End.SETTLED;
    }

    /** Nothing could be concluded, and the relay would not bring the message much longer. */
    private Conclusion atTheLastDelivery(Delivery delivery, VerifiedRequest request, RequestId id) {
        boolean intended =
                journal.find(id).filter(JournalEntry.Intended.class::isInstance).isPresent();
        boolean mayHaveBeenWritten = intended || Execution.mayHaveBeenWritten(delivery, request.request());
        return Conclusion.of(mayHaveBeenWritten ? Outcome.INDETERMINATE : Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE);
    }

    /** Answers what needs no work: a request that was concluded, or another one that took its {@code jti}. */
    private boolean answered(Delivery delivery, AckHeader to, JournalEntry known) throws RelayException {
        if (!known.digest().equals(to.digest())) {
            delivery.observer().replayed(Replay.ALTERED);
            Conclusion conclusion = Conclusion.refused(Reason.BAD_REQUEST);
            acknowledgement.send(acknowledgement.audit(delivery, to, conclusion, false), false);
            return true;
        }
        replayed(delivery);
        if (known instanceof JournalEntry.Concluded concluded) {
            Conclusion conclusion = concluded.conclusion().asRecorded();
            acknowledgement.send(acknowledgement.audit(delivery, to, conclusion, true), true);
            return true;
        }
        return false;
    }

    private static void replayed(Delivery delivery) {
        delivery.observer().replayed(delivery.number() > 1 ? Replay.REDELIVERED : Replay.REPEATED);
    }

    private End answerExpiredAlone(Delivery delivery, Opening.Expired expired) throws RelayException {
        AckHeader to = expired.to();
        Optional<JournalEntry> known = journal.find(to.request());
        if (known.isPresent() && answered(delivery, to, known.get())) {
            return End.SETTLED;
        }
        if (known.isEmpty() && !expired.ackAllowed()) {
            events.dropped(delivery, "expired");
            delivery.message().settle();
            return End.SETTLED;
        }
        Conclusion conclusion;
        if (known.isPresent() && known.get() instanceof JournalEntry.Intended intended) {
            conclusion = recovery.afterExpiry(intended.intent());
            journal.conclude(to.request(), conclusion);
        } else {
            boolean another = delivery.number() > 1 && expired.mayHaveWritten();
            conclusion = Conclusion.of(another ? Outcome.INDETERMINATE : Outcome.EXPIRED);
        }
        acknowledgement.send(acknowledgement.audit(delivery, to, conclusion, false), false);
        return End.SETTLED;
    }
}
