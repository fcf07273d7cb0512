package dev.writeback.agent.audit.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.config.SyslogSettings;
import dev.writeback.agent.config.SyslogSettings.Format;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogSinkTest {
    private static final Event FAILED = Event.of(EventType.RESET_FAILED)
            .with("requestId", "r-1")
            .with("operation", "reset")
            .with("subject", "a=b|c\\d\nnext")
            .with("violations", List.of("too_short", "history"))
            .with("totalMillis", 12);

    @TempDir
    Path directory;

    private static AuditRecord record(long number) {
        return new AuditRecord(
                number,
                Instant.parse("2026-11-30T08:00:00.123Z"),
                "hq-1",
                FAILED,
                "{\"n\":" + number + ",\"name\":\"Zoë\"}");
    }

    private SyslogSink sink(Collector collector, Format format) throws Exception {
        return new SyslogSink(
                new SyslogSettings(collector.address(), Optional.of(collector.pem(directory)), format), "1.2");
    }

    @Test
    void rfc5424AMessageHasItsHeaderAndTheRecordAsItIs() throws Exception {
        try (Collector collector = new Collector("localhost");
                SyslogSink sink = sink(collector, Format.JSON)) {
            sink.write(record(7));

            assertThat(collector.next())
                    .matches(
                            "(?s)<107>1 2026-11-30T08:00:00\\.123Z [!-~]{1,255} writeback [0-9]+ writeback\\.reset\\.failed"
                                    + " \\[meta sequenceId=\"7\"] \uFEFF\\{\"n\":7,\"name\":\"Zoë\"}");
        }
    }

    @Test
    void cefNamesTheReferencesNumberAndEscapesWhatOthersWrote() throws Exception {
        try (Collector collector = new Collector("localhost");
                SyslogSink sink = sink(collector, Format.CEF)) {
            sink.write(record(7));

            assertThat(collector.next())
                    .endsWith(
                            "CEF:0|Writeback|Writeback Agent|1.2|203|writeback.reset.failed|8|rt=1796025600123 externalId=7"
                                    + " deviceExternalId=hq-1 cn1=31003 cn1Label=msEventId cs1=r-1 cs1Label=requestId act=reset"
                                    + " duser=a\\=b|c\\\\d\\nnext cs3=too_short,history cs3Label=violations"
                                    + " writebackTotalMillis=12");
        }
    }

    @Test
    void severalMessagesKeepTheirFrames() throws Exception {
        try (Collector collector = new Collector("localhost");
                SyslogSink sink = sink(collector, Format.JSON)) {
            for (int i = 1; i <= 20; i++) {
                sink.write(record(i));
            }

            for (int i = 1; i <= 20; i++) {
                assertThat(collector.next()).endsWith("{\"n\":" + i + ",\"name\":\"Zoë\"}");
            }
        }
    }

    @Test
    void connectsAgainWhenTheCollectorHasHungUp() throws Exception {
        try (Collector collector = new Collector("localhost");
                SyslogSink sink = sink(collector, Format.JSON)) {
            sink.write(record(1));
            collector.next();
            collector.hangUp();

            sink.write(record(2));

            assertThat(collector.next()).contains("\"n\":2");
        }
    }

    @Test
    void rfc5425ACertificateOfAnotherNameIsNotTrusted() throws Exception {
        try (Collector collector = new Collector("another.example.test");
                SyslogSink sink = sink(collector, Format.JSON)) {
            assertThatThrownBy(() -> sink.write(record(1))).isInstanceOf(IOException.class);
            assertThat(collector.messages).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        try (Collector collector = new Collector("localhost");
                Collector other = new Collector("localhost");
                SyslogSink sink = new SyslogSink(
                        new SyslogSettings(collector.address(), Optional.of(other.pem(directory)), Format.JSON),
                        "1.2")) {
            assertThatThrownBy(() -> sink.write(record(1))).isInstanceOf(IOException.class);
            assertThat(collector.messages).isEmpty();
        }
    }
}
