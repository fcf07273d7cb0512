package dev.writeback.agent.cli;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.audit.AuditUnusableException;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.lifecycle.SteadyClock;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The audit of an enrolment, which is no work of the running agent. Its records are signed when the agent starts next. */
final class EnrolmentAudit implements AutoCloseable {
    private final Events events;
    private final AutoCloseable opened;

    private EnrolmentAudit(Events events, AutoCloseable opened) {
        this.events = events;
        this.opened = opened;
    }

    /**
     * Opens it.
     *
     * @param say is told when a running agent holds the audit, which then has no record of this
     * @throws CommandException when it cannot be written: nothing is enrolled without a record
     */
    static EnrolmentAudit open(AgentConfig config, Clock clock, Consumer<String> say) throws CommandException {
        try {
            AuditLog audit = AuditLog.open(
                    config.audit(),
                    config.agent().id(),
                    Optional::empty,
                    List.of(),
                    clock,
                    SteadyClock.startingAt(clock),
                    Thread::new);
            return new EnrolmentAudit(audit, audit);
        } catch (AuditUnusableException e) {
            if (e.isInUse()) {
                say.accept(
                        "An agent is running with this configuration: its audit will not show this enrolment, but the key"
                                + " that it starts with next.");
                return new EnrolmentAudit(Events.NONE, () -> {});
            }
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    void tell(EventType type, String name, String value) {
        events.record(List.of(Event.of(type).with(name, value)));
    }

    @Override
    public void close() throws CommandException {
        try {
            opened.close();
        } catch (Exception e) {
            throw CommandException.failed("the audit was not closed well: " + e, e);
        }
    }
}
