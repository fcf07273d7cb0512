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
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the audit hears of the road: who, whom, what, and what became of it. Thread-safe. */
public final class RequestEvents implements AutoCloseable {
    /** As many as the journal holds. */
    private static final int REMEMBERED = 20_000;

    private static final int DROPPED_IN_A_WINDOW = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Events events;
    private final Clock steady;
    private Instant windowBegan;
    private long droppedInWindow;

    /** The requests whose end this process has put into the audit, the newest of them. */
    private final Set<RequestId> audited = Collections.synchronizedSet(Collections.newSetFromMap(new Newest()));

    private static final class Newest extends LinkedHashMap<RequestId, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

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
                tell(delivery, request, isByAdmin(request) ? EventType.ADMIN_RESET_STARTED : EventType.RESET_STARTED);
            case CHANGE -> tell(delivery, request, EventType.CHANGE_STARTED);
            case UNLOCK -> tell(delivery, request, EventType.UNLOCK_STARTED);
            case VALIDATE -> tell(delivery, request, EventType.VALIDATE_STARTED);
            case PING -> {}
        }
    }

    private void tell(Delivery delivery, WritebackRequest request, EventType type) {
        events.tell(whoAndWhom(delivery, request, Event.of(type)).with("delivery", delivery.number()));
    }

    /**
     * Returns when it is kept what the request is about to be told.
     *
     * @param again an earlier delivery came to the same conclusion; nothing was done for this one
     * @throws dev.writeback.agent.event.EventNotKeptException when it is not; the request must not be told
     */
    void answering(Delivery delivery, AckHeader to, Conclusion conclusion, boolean again) {
        Event end = whoAndWhom(delivery, to, Event.of(end(delivery, to, conclusion)));
        Event told = timings(delivery, outcome(delivery, conclusion, end));
        if (again && audited.contains(to.request())) {
            events.record(List.of(told.as(EventType.ANSWERED_AGAIN)));
            return;
        }
        // The process that came to the conclusion may have died before it was in the audit: twice is better than never.
        List<Event> all = new ArrayList<>(List.of(again ? told.with("recorded", true) : told));
        if (conclusion.reason().isPresent() && told.type() != EventType.REQUEST_INVALID) {
            EventType cause = EventType.causeOf(conclusion.reason().get());
            all.add(outcome(delivery, conclusion, whoAndWhom(delivery, to, Event.of(cause))));
        }
        events.record(all);
        audited.add(to.request());
    }

    /** A request that expired or is malformed is known by its operation alone, if by that. */
    private static EventType end(Delivery delivery, AckHeader to, Conclusion conclusion) {
        if (delivery.rejection().isPresent() || to.operation().isEmpty()) {
            return EventType.REQUEST_INVALID;
        }
        boolean byAdmin = delivery.request().filter(RequestEvents::isByAdmin).isPresent();
        boolean done = conclusion.outcome() == Outcome.OK || conclusion.outcome() == Outcome.OK_ALREADY;
        return switch (to.operation().get()) {
            case RESET -> reset(byAdmin, done);
            case CHANGE -> done ? EventType.CHANGE_SUCCEEDED : EventType.CHANGE_FAILED;
            case UNLOCK -> done ? EventType.UNLOCK_SUCCEEDED : EventType.UNLOCK_FAILED;
            case VALIDATE -> done ? EventType.VALIDATE_SUCCEEDED : EventType.VALIDATE_FAILED;
            case PING -> done ? EventType.PING_ANSWERED : EventType.PING_FAILED;
        };
    }

    private static EventType reset(boolean byAdmin, boolean done) {
        if (byAdmin) {
            return done ? EventType.ADMIN_RESET_SUCCEEDED : EventType.ADMIN_RESET_FAILED;
        }
        return done ? EventType.RESET_SUCCEEDED : EventType.RESET_FAILED;
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
        long suppressed = isWindowOver() ? suppressed() : 0;
        droppedInWindow++;
        return droppedInWindow <= DROPPED_IN_A_WINDOW ? Optional.of(suppressed) : Optional.empty();
    }

    private boolean isWindowOver() {
        return !steady.instant().isBefore(windowBegan.plus(WINDOW));
    }

    /** How many were kept out since the window began; a new one begins. */
    private long suppressed() {
        long suppressed = Math.max(0, droppedInWindow - DROPPED_IN_A_WINDOW);
        windowBegan = steady.instant();
        droppedInWindow = 0;
        return suppressed;
    }

    /** To be called every few seconds: tells how many were kept out of a flood that no message follows. */
    public synchronized void look() {
        if (isWindowOver()) {
            tellSuppressed();
        }
    }

    /** The same for a flood that goes on, since nothing is told after this. */
    @Override
    public synchronized void close() {
        tellSuppressed();
    }

    private void tellSuppressed() {
        long suppressed = suppressed();
        if (suppressed > 0) {
            events.tell(Event.of(EventType.REQUEST_DROPPED).with("suppressed", suppressed));
        }
    }

    private static Event whoAndWhom(Delivery delivery, AckHeader to, Event event) {
        return delivery.request()
                .map(request -> whoAndWhom(delivery, request, event))
                .orElseGet(() -> event.with("requestId", to.request().value())
                        .with("operation", to.operation().map(Operation::wireName)));
    }

    private static Event whoAndWhom(Delivery delivery, WritebackRequest request, Event event) {
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
