package dev.writeback.agent.canary;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.Conclusion;
import java.util.UUID;

/** What the audit hears of the canary: its password is a real one. Thread-safe. */
public final class CanaryEvents implements CanaryObserver {
    private final Events events;
    private final UUID account;

    /** @param account the canary's objectGUID */
    public CanaryEvents(Events events, UUID account) {
        this.events = events;
        this.account = account;
    }

    @Override
    public void ended(Conclusion conclusion, boolean written) {
        events.tell(of(written ? EventType.CANARY_SUCCEEDED : EventType.CANARY_FAILED)
                .with("outcome", conclusion.outcome().name())
                .with("reason", conclusion.reason().map(reason -> reason.wireName()))
                .with("server", conclusion.server()));
    }

    @Override
    public void failed() {
        events.tell(of(EventType.CANARY_FAILED).with("outcome", "failed"));
    }

    /** Why nothing is taken has an event of its own. */
    @Override
    public void skipped() {}

    private Event of(EventType type) {
        return Event.of(type).with("account", account.toString());
    }
}
