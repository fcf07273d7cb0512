package dev.writeback.agent.audit.eventlog;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.audit.AuditSink;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Severity;
import java.io.IOException;
import java.util.Optional;

/**
 * The audit in the Windows event log: an entry for each record, under the number that the reference system gives to the same
 * event where it has one, else under ours. Used by the one thread of its queue.
 */
public final class EventLogSink implements AuditSink {
    private static final String LINE = "\r\n";

    /** Opens the log; again after each failure. */
    @FunctionalInterface
    interface Opening {
        WindowsEventLog open() throws EventLogException;
    }

    private final Opening opening;
    private Optional<WindowsEventLog> opened = Optional.empty();

    /** To the log of this machine. */
    public EventLogSink() {
        this(WindowsEventLog::open);
    }

    EventLogSink(Opening opening) {
        this.opening = opening;
    }

    @Override
    public String name() {
        return "event_log";
    }

    @Override
    public void write(AuditRecord record) throws IOException {
        try {
            if (opened.isEmpty()) {
                opened = Optional.of(opening.open());
            }
            EventType type = record.event().type();
            opened.get().report(severity(type.severity()), type.msEventId().orElse(type.id()), text(record));
        } catch (EventLogException e) {
            close();
            throw new IOException("the event log: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        opened.ifPresent(WindowsEventLog::close);
        opened = Optional.empty();
    }

    private static EventSeverity severity(Severity severity) {
        return switch (severity) {
            case INFO -> EventSeverity.INFORMATION;
            case WARNING -> EventSeverity.WARNING;
            case ERROR -> EventSeverity.ERROR;
        };
    }

    /** The name, then a line for each thing that is known, so that the record of the file can be found again. */
    private static String text(AuditRecord record) {
        Event event = record.event();
        StringBuilder text =
                new StringBuilder(event.type().label()).append(LINE).append(LINE);
        line(text, "event", event.type().id());
        event.fields().forEach((name, value) -> line(text, name, value));
        line(text, "agent", record.agent());
        line(text, "time", record.time());
        line(text, "record", record.number());
        return text.toString();
    }

    /** A value cannot begin a line of its own. */
    private static void line(StringBuilder text, String name, Object value) {
        text.append(name)
                .append(": ")
                .append(value.toString().replaceAll("\\p{Cntrl}", " "))
                .append(LINE);
    }
}
