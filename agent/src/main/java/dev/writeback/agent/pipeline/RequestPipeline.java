package dev.writeback.agent.pipeline;

import dev.writeback.agent.event.EventNotKeptException;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.JournalBrokenException;
import dev.writeback.agent.journal.JournalFullException;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.RawEnvelope;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a delivery from the relay and sees it to its end: answered and settled, removed without an answer, or given back.
 * The road itself reads here and in {@link Admission}, {@link Execution} and {@link Acknowledgement}.
 *
 * <p>Thread-safe; one call per delivery, on the relay's workers. Never throws.
 */
public final class RequestPipeline implements Consumer<RelayRequest> {
    private static final Logger log = LoggerFactory.getLogger(RequestPipeline.class);

    /** Long enough for an idle agent to take what this one gave back. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final EnvelopeOpener opener;
    private final Admission admission;
    private final Acknowledgement acknowledgement;
    private final Directives directives;
    private final Limits limits;
    private final RequestEvents events;
    private final PipelineObserver observer;
    private final Clock clock;
    private final Clock steady;
    private final Waypoints waypoints;

    /**
     * @param clock the host's, for the times of messages
     * @param steady one that nobody sets, for lengths of time
     */
    public RequestPipeline(
            EnvelopeOpener opener,
            Admission admission,
            Acknowledgement acknowledgement,
            Directives directives,
            Limits limits,
            RequestEvents events,
            PipelineObserver observer,
            Clock clock,
            Clock steady,
            Waypoints waypoints) {
        this.opener = opener;
        this.admission = admission;
        this.acknowledgement = acknowledgement;
        this.directives = directives;
        this.limits = limits;
        this.events = events;
        this.observer = observer;
        this.clock = clock;
        this.steady = steady;
        this.waypoints = waypoints;
    }

    @Override
    public void accept(RelayRequest message) {
        observer.received();
        Delivery delivery = new Delivery(message, clock, steady, observer, waypoints);
        delivery.passed(Waypoint.RECEIVED);
        try {
            open(delivery);
        } catch (RelayException e) {
            failed(delivery, String.valueOf(e.getMessage()));
        } catch (JournalFullException | JournalBrokenException | EventNotKeptException | KeyUnavailableException e) {
            failed(delivery, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The class alone: a library's message could quote what it was given.
            failed(delivery, "unexpected " + e.getClass().getName());
            log.atDebug()
                    .setMessage("where it came from")
                    .setCause(withoutMessage(e))
                    .log();
        } finally {
            observer.left();
        }
    }

    private void open(Delivery delivery) throws RelayException {
        Opening opening = opener.open(new RawEnvelope(delivery.message().body()));
        delivery.verified();
        if (opening instanceof Opening.Verified verified) {
            verified.request().request().header().trace().ifPresent(observer::traced);
        }
        observer.timed(Stage.OPEN, delivery.age());
        delivery.passed(Waypoint.OPENED);
        if (!(opening instanceof Opening.Foreign)) {
            delivery.message().taken();
        }
        if (opening instanceof Opening.Verified verified) {
            delivery.isOf(verified.request().request());
            events.started(delivery, verified.request().request());
            admission.admit(delivery, verified.request());
        } else if (opening instanceof Opening.Expired expired) {
            admission.answerExpired(delivery, expired);
        } else if (opening instanceof Opening.Refused refused) {
            logRejection(delivery, refused.why());
            delivery.isRejected(refused.why());
            Conclusion conclusion = Conclusion.refused(Reason.BAD_REQUEST);
            acknowledgement.send(acknowledgement.audit(delivery, refused.to(), conclusion, false), false);
        } else if (opening instanceof Opening.Foreign) {
            releaseForeign(delivery);
        } else if (opening instanceof Opening.Dropped dropped) {
            logRejection(delivery, dropped.why());
            events.dropped(delivery, dropped.why().label());
            observer.dropped();
            delivery.message().settle();
        } else if (opening instanceof Opening.Directive directive) {
            directives.apply(directive);
            observer.directed();
            delivery.message().settle();
        } else if (opening instanceof Opening.Echoed echoed) {
            echoed(delivery, echoed);
        } else if (opening instanceof Opening.SwitchesRefused refused) {
            directives.refused(refused);
            observer.directed();
            delivery.message().settle();
        }
    }

    private void echoed(Delivery delivery, Opening.Echoed word) throws RelayException {
        if (directives.echoed(word)) {
            observer.directed();
        } else {
            log.atWarn()
                    .setMessage("removed an echo that is not waited for: it is late, or here again")
                    .addKeyValue("messageId", delivery.message().messageId())
                    .addKeyValue("delivery", delivery.number())
                    .log();
            observer.unasked();
        }
        delivery.message().settle();
    }

    /** Step 3: other agents' messages are given back, so that they can take them; the fifth delivery ends that. */
    private void releaseForeign(Delivery delivery) throws RelayException {
        if (delivery.number() >= limits.deliveries()) {
            log.atWarn()
                    .setMessage("removed a message that is sealed to other agents and that none of them took")
                    .addKeyValue("messageId", delivery.message().messageId())
                    .log();
            events.dropped(delivery, "sealed_to_others");
            observer.dropped();
            delivery.message().settle();
            return;
        }
        delivery.releaseToOthers(REST);
        observer.released();
    }

    /**
     * A fault of ours: the message is neither settled nor given back, so it returns when its lock expires and not at once,
     * and a fault that passes does not use up its deliveries.
     */
    private void failed(Delivery delivery, String why) {
        observer.failed();
        log.atWarn()
                .setMessage("delivery not concluded")
                .addKeyValue("messageId", delivery.message().messageId())
                .addKeyValue("delivery", delivery.number())
                .addKeyValue("cause", why)
                .log();
    }

    private void logRejection(Delivery delivery, Rejection why) {
        observer.rejected(why);
        log.atWarn()
                .setMessage("message rejected")
                .addKeyValue("messageId", delivery.message().messageId())
                .addKeyValue("delivery", delivery.number())
                .addKeyValue("rejection", why)
                .log();
    }

    private static Throwable withoutMessage(RuntimeException e) {
        Throwable bare = new Throwable(e.getClass().getName());
        bare.setStackTrace(e.getStackTrace());
        return bare;
    }
}
