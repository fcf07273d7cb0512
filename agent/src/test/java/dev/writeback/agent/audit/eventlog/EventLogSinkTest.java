package dev.writeback.agent.audit.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a record of the audit in the event log. */
class EventLogSinkTest {
    private static final Instant TIME = Instant.parse("2026-11-30T10:00:00Z");

    private final RecordedCalls windows = new RecordedCalls();
    private final EventLogSink sink = new EventLogSink(() -> new WindowsEventLog(windows));

    @Test
    void anEventOfTheReferenceSystemHasItsNumberThere() throws Exception {
        sink.write(record(
                7,
                Event.of(EventType.POLICY_VIOLATION)
                        .with("requestId", "4c8f")
                        .with("violations", List.of("too_short", "history"))));

        assertThat(windows.calls)
                .containsExactly(
                        "register WritebackAgent",
                        "report 1 type 1 category 0 id 33008 [directory.policy_violation\r\n\r\nevent: 308\r\nrequestId: 4c8f\r\n"
                                + "violations: [too_short, history]\r\nagent: hq-1\r\ntime: 2026-11-30T10:00:00Z\r\nrecord: 7\r\n]");
    }

    @Test
    void anEventOfOursAloneHasOurNumber() throws Exception {
        sink.write(record(1, Event.of(EventType.AUDIT_SINK_DOWN)));
        sink.write(record(2, Event.of(EventType.AGENT_STARTED)));

        assertThat(windows.calls.get(1)).startsWith("report 1 type 2 category 0 id 157 [audit.sink.down");
        assertThat(windows.calls.get(2)).startsWith("report 1 type 4 category 0 id 101 [agent.started");
    }

    @Test
    void everyEventHasANumberThatTheMessageFileHolds() throws Exception {
        for (EventType type : EventType.values()) {
            sink.write(record(1, Event.of(type)));
        }

        assertThat(windows.calls).hasSize(1 + EventType.values().length);
    }

    @Test
    void aValueBeginsNoLineOfItsOwn() throws Exception {
        sink.write(record(1, Event.of(EventType.AGENT_STARTED).with("detail", "first\r\nagent: forged")));

        assertThat(windows.strings.get(0)).contains("\r\ndetail: first  agent: forged\r\n");
    }

    @Test
    void afterAFailureTheLogIsOpenedAnewForTheSameRecord() throws Exception {
        windows.answer = new EventLogException("ReportEvent fails (error 1502)");
        AuditRecord record = record(1, Event.of(EventType.AGENT_STARTED));

        assertThatThrownBy(() -> sink.write(record))
                .isInstanceOf(IOException.class)
                .hasMessage("the event log: ReportEvent fails (error 1502)");
        windows.answer = null;
        sink.write(record);
        sink.close();
        sink.close();

        assertThat(windows.calls).element(3).asString().startsWith("report 1 type 4 category 0 id 101 [agent.started");
        assertThat(windows.calls)
                .hasSize(5)
                .startsWith("register WritebackAgent", "close 1", "register WritebackAgent")
                .endsWith("close 1");
    }

    private static AuditRecord record(long number, Event event) {
        return new AuditRecord(number, TIME, "hq-1", event, "{}");
    }
}
