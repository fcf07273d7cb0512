package dev.writeback.agent.audit.eventlog;

/** What the event log calls the type of an entry. */
public enum EventSeverity {
    ERROR(0x0001),
    WARNING(0x0002),
    INFORMATION(0x0004);

    private final int type;

    EventSeverity(int type) {
        this.type = type;
    }

    /** {@code wType} of ReportEvent. */
    int type() {
        return type;
    }
}
