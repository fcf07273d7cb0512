package dev.writeback.agent.canary;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One run of the canary: seals a reset, delivers it, and tells what became of it. Used by one thread. */
public final class Canary implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    private final CanaryCloud cloud;
    private final Consumer<RelayRequest> road;
    private final Journal journal;
    private final Subject account;
    private final BooleanSupplier serving;
    private final CanaryObserver observer;
    private final Clock clock;
    private final SecureRandom random;
    private Optional<Conclusion> told = Optional.empty();

    /**
     * @param road opens what {@code cloud} seals, and keeps its conclusions in {@code journal}
     * @param account whose password is changed, and who needs it for nothing
     * @param serving whether the agent takes requests at this moment
     */
    public Canary(
            CanaryCloud cloud,
            Consumer<RelayRequest> road,
            Journal journal,
            Subject account,
            BooleanSupplier serving,
            CanaryObserver observer,
            Clock clock,
            SecureRandom random) {
        this.cloud = cloud;
        this.road = road;
        this.journal = journal;
        this.account = account;
        this.serving = serving;
        this.observer = observer;
        this.clock = clock;
        this.random = random;
    }

    /** Never throws. */
    @Override
    public void run() {
        if (!serving.getAsBoolean()) {
            observer.skipped();
            return;
        }
        try {
            SealedRequest request = sealed();
            deliver(request);
            conclusion(request.id()).ifPresentOrElse(reached -> ended(request.id(), reached), observer::failed);
        } catch (RuntimeException e) {
            observer.failed();
            // The class alone: a library's message could quote what it was given.
            log.atWarn()
                    .setMessage("the canary's run broke off")
                    .addKeyValue("cause", e.getClass().getName())
                    .log();
        }
    }

    private SealedRequest sealed() {
        try (Secret password = CanaryPassword.next(random)) {
            return cloud.reset(account, password);
        }
    }

    /** As a relay does: what is given back comes again. The road ends it at the last delivery that it allows. */
    private void deliver(SealedRequest request) {
        CanaryDelivery delivery = new CanaryDelivery(request, 1, clock);
        road.accept(delivery);
        while (delivery.isGivenBack()) {
            delivery = new CanaryDelivery(request, delivery.delivery() + 1, clock);
            road.accept(delivery);
        }
    }

    private Optional<Conclusion> conclusion(RequestId id) {
        return journal.find(id)
                .filter(JournalEntry.Concluded.class::isInstance)
                .map(JournalEntry.Concluded.class::cast)
                .map(JournalEntry.Concluded::conclusion);
    }

    private void ended(RequestId id, Conclusion conclusion) {
        observer.ended(conclusion, isWritten(conclusion));
        boolean asBefore = told.filter(before -> isLike(before, conclusion)).isPresent();
        told = Optional.of(conclusion);
        log.atLevel(asBefore ? Level.DEBUG : isAlarm(conclusion) ? Level.WARN : Level.INFO)
                .setMessage(message(conclusion))
                .addKeyValue("requestId", id)
                .addKeyValue("outcome", conclusion.outcome())
                .addKeyValue("reason", conclusion.reason().map(Enum::name).orElse("none"))
                .addKeyValue("server", conclusion.server().orElse("none"))
                .log();
    }

    private static String message(Conclusion conclusion) {
        if (isWritten(conclusion)) {
            return "the canary's password was changed";
        }
        return isAlarm(conclusion)
                ? "the canary's password could not be changed"
                : "the canary's password was not changed: another agent was here a moment ago";
    }

    private static boolean isLike(Conclusion one, Conclusion other) {
        return one.outcome() == other.outcome() && one.reason().equals(other.reason());
    }

    private static boolean isWritten(Conclusion conclusion) {
        return conclusion.outcome() == Outcome.OK || conclusion.outcome() == Outcome.OK_ALREADY;
    }

    /** Another agent with the same canary, which was here a moment ago, is nothing wrong. */
    private static boolean isAlarm(Conclusion conclusion) {
        return !isWritten(conclusion)
                && conclusion.outcome() != Outcome.SUPERSEDED
                && !conclusion.violations().contains(Violation.TOO_YOUNG);
    }
}
