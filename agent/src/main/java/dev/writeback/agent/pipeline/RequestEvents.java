package dev.writeback.agent.pipeline;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.directory.Account;
import dev.writeback.protocol.envelope.AckHeader;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the audit hears of the road: who, whom, what, and what became of it. Thread-safe. */
public final class RequestEvents {
    private static final int DROPPED_IN_A_WINDOW = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Events events;
    private final Clock steady;
    private Instant windowBegan;
    private long droppedInWindow;

    /** @param steady a clock that nobody sets, for lengths of time */
    public RequestEvents(Events events, Clock steady) {
        this.events = events;
        this.steady = steady;
        this.windowBegan = steady.instant();
    }

    /** A request has come, and is provably from the cloud. */
    void started(Delivery delivery, WritebackRequest request) {
        switch (request.operation()) {
            case RESET ->
                started(delivery, isByAdmin(request) ? EventType.ADMIN_RESET_STARTED : EventType.RESET_STARTED);
            case CHANGE -> started(delivery, EventType.CHANGE_STARTED);
            case UNLOCK -> started(delivery, EventType.UNLOCK_STARTED);
            case VALIDATE -> started(delivery, EventType.VALIDATE_STARTED);
            case PING -> {}
        }
    }

    private void started(Delivery delivery, EventType type) {
        events.tell(whoAndWhom(delivery, Event.of(type)).with("delivery", delivery.number()));
    }

    /**
     * Returns when it is kept what the request is about to be told.
     *
     * @throws dev.writeback.agent.event.EventNotKeptException when it is not; the request must not be told
     */
    void answering(Delivery delivery, AckHeader to, Conclusion conclusion, boolean recorded) {
        Optional<WritebackRequest> request = delivery.request();
        Event ended = request.map(known -> whoAndWhom(delivery, Event.of(endOf(known, conclusion))))
                .orElseGet(() -> Event.of(EventType.REQUEST_INVALID)
                        .with("requestId", to.request().value())
                        .with("operation", to.operation().map(Operation::wireName)));
        Event told = timings(delivery, outcome(delivery, conclusion, ended));
        if (recorded) {
            events.record(List.of(told.as(EventType.ANSWERED_AGAIN)));
            return;
        }
        List<Event> all = new ArrayList<>(List.of(told));
        boolean failed = request.isPresent() && told.type() != successOf(request.get());
        if (failed && conclusion.reason().isPresent()) {
            all.add(outcome(
                    delivery,
                    conclusion,
                    whoAndWhom(
                            delivery,
                            Event.of(EventType.causeOf(conclusion.reason().get())))));
        }
        events.record(all);
    }

    private static EventType endOf(WritebackRequest request, Conclusion conclusion) {
        return conclusion.outcome() == Outcome.OK || conclusion.outcome() == Outcome.OK_ALREADY
                ? successOf(request)
                : failureOf(request);
    }

    private static EventType successOf(WritebackRequest request) {
        return switch (request.operation()) {
            case RESET -> isByAdmin(request) ? EventType.ADMIN_RESET_SUCCEEDED : EventType.RESET_SUCCEEDED;
            case CHANGE -> EventType.CHANGE_SUCCEEDED;
            case UNLOCK -> EventType.UNLOCK_SUCCEEDED;
            case VALIDATE -> EventType.VALIDATE_SUCCEEDED;
            case PING -> EventType.PING_ANSWERED;
        };
    }

    private static EventType failureOf(WritebackRequest request) {
        return switch (request.operation()) {
            case RESET -> isByAdmin(request) ? EventType.ADMIN_RESET_FAILED : EventType.RESET_FAILED;
            case CHANGE -> EventType.CHANGE_FAILED;
            case UNLOCK -> EventType.UNLOCK_FAILED;
            case VALIDATE -> EventType.VALIDATE_FAILED;
            case PING -> EventType.PING_ANSWERED;
        };
    }

    private static boolean isByAdmin(WritebackRequest request) {
        return request.initiator()
                .filter(initiator -> initiator.kind() == Initiator.Kind.ADMIN)
                .isPresent();
    }

    /** A message was removed without an answer. An attacker's flood does not fill the disk: the rest is a number. */
    void dropped(Delivery delivery, String why) {
        Optional<Long> suppressed = admitted();
        suppressed.ifPresent(others -> {
            Event event = Event.of(EventType.REQUEST_DROPPED)
                    .with("messageId", delivery.message().messageId())
                    .with("rejection", why)
                    .with("delivery", delivery.number());
            events.tell(others == 0 ? event : event.with("suppressed", others));
        });
    }

    /** How many were kept out before this one; empty when it is kept out too. */
    private synchronized Optional<Long> admitted() {
        long suppressed = 0;
        if (!steady.instant().isBefore(windowBegan.plus(WINDOW))) {
            suppressed = Math.max(0, droppedInWindow - DROPPED_IN_A_WINDOW);
            windowBegan = steady.instant();
            droppedInWindow = 0;
        }
        droppedInWindow++;
        return droppedInWindow <= DROPPED_IN_A_WINDOW ? Optional.of(suppressed) : Optional.empty();
    }

    private static Event whoAndWhom(Delivery delivery, Event event) {
        WritebackRequest request = delivery.request().orElseThrow();
        Event known = event.with("requestId", request.header().id().value())
                .with("traceId", request.header().trace().map(RequestEvents::traceId))
                .with("operation", request.operation().wireName())
                .with("actor", request.initiator().map(by -> lower(by.kind())))
                .with("actorId", request.initiator().flatMap(Initiator::by))
                .with("actorAcr", request.initiator().flatMap(Initiator::acr))
                .with(
                        "subjectFormat",
                        request.subject().map(subject -> subject.format().wireName()))
                .with("subject", request.subject().map(subject -> subject.value()));
        Optional<Account> account = delivery.account();
        return known.with("directory", account.map(Account::directory))
                .with("account", account.map(found -> found.guid().toString()))
                .with("accountDn", account.map(Account::dn));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Of a traceparent: version, trace id, span id, flags. */
    private static String traceId(String traceparent) {
        return traceparent.split("-", -1)[1];
    }

    private static Event outcome(Delivery delivery, Conclusion conclusion, Event event) {
        return event.with("outcome", conclusion.outcome().name())
                .with("reason", conclusion.reason().map(reason -> reason.wireName()))
                .with(
                        "violations",
                        conclusion.violations().stream()
                                .map(Violation::wireName)
                                .toList())
                .with("rejection", delivery.rejection().map(Rejection::label))
                .with("server", conclusion.server());
    }

    private static Event timings(Delivery delivery, Event event) {
        Timings times = delivery.timings();
        return event.with("delivery", delivery.number())
                .with("queuedMillis", times.received())
                .with("verifiedMillis", times.verified())
                .with("directoryMillis", times.directory())
                .with("totalMillis", times.total());
    }
}
