package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.protocol.envelope.AckHeader;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.SealedAck;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 15 and 16: what is to be told is in the audit; then the ack is signed, sealed and accepted by the relay before the
 * request is settled. Thread-safe.
 */
public final class Acknowledgement {
    private static final Logger log = LoggerFactory.getLogger(Acknowledgement.class);

    private final AckSealer sealer;
    private final RequestEvents events;
    private final PipelineObserver observer;

    public Acknowledgement(AckSealer sealer, RequestEvents events, PipelineObserver observer) {
        this.sealer = sealer;
        this.events = events;
        this.observer = observer;
    }

    /** What is in the audit, and may be told. Only {@link #audit} makes one. */
    static final class Audited {
        private final Delivery delivery;
        private final AckHeader to;
        private final Conclusion conclusion;

        private Audited(Delivery delivery, AckHeader to, Conclusion conclusion) {
            this.delivery = delivery;
            this.to = to;
            this.conclusion = conclusion;
        }
    }

    /**
     * Puts into the audit what is to be told; returns when it is there.
     *
     * @param again an earlier delivery came to that conclusion
     * @throws dev.writeback.agent.event.EventNotKeptException when the audit cannot be written; the request comes back
     */
    Audited audit(Delivery delivery, AckHeader to, Conclusion conclusion, boolean again) {
        events.answering(delivery, to, conclusion, again);
        delivery.passed(Waypoint.AUDITED);
        return new Audited(delivery, to, conclusion);
    }

    /**
     * @param recorded the conclusion was recorded by an earlier delivery
     * @throws RelayException when the ack was not accepted; the request is then not settled and comes back
     */
    void send(Audited audited, boolean recorded) throws RelayException {
        Delivery delivery = audited.delivery;
        AckHeader to = audited.to;
        Conclusion conclusion = audited.conclusion;
        Duration before = delivery.age();
        SealedAck ack = sealer.seal(new Ack(
                to.request(),
                to.digest(),
                to.operation(),
                conclusion.outcome(),
                conclusion.reason(),
                conclusion.violations(),
                conclusion.rules(),
                delivery.number(),
                recorded,
                conclusion.server(),
                delivery.timings()));
        delivery.passed(Waypoint.ACK_SEALED);
        delivery.message().answer(ack.body(), ack.id(), ack.expiresAt());
        delivery.passed(Waypoint.ACK_ACCEPTED);
        delivery.message().settle();
        delivery.passed(Waypoint.SETTLED);
        observer.timed(Stage.ACK, delivery.age().minus(before));
        observer.acknowledged(to.operation(), conclusion, recorded, delivery.age());
        observer.answered(
                to.request(),
                to.operation(),
                delivery.request().flatMap(WritebackRequest::subject),
                conclusion,
                recorded,
                delivery.age());
        log.atInfo()
                .setMessage("request answered")
                .addKeyValue("requestId", to.request())
                .addKeyValue("operation", to.operation().map(Enum::name).orElse("unknown"))
                .addKeyValue("outcome", conclusion.outcome())
                .addKeyValue("reason", conclusion.reason().map(Enum::name).orElse("none"))
                .addKeyValue("delivery", delivery.number())
                .addKeyValue("recorded", recorded)
                .addKeyValue("server", conclusion.server().orElse("none"))
                .addKeyValue("millis", delivery.age().toMillis())
                .log();
    }
}
