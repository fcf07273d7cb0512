package dev.writeback.agent.audit.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Windows is asked to write. */
class WindowsEventLogTest {
    private final RecordedCalls windows = new RecordedCalls();

    @Test
    void anEntryIsOneStringUnderItsIdAndType() throws Exception {
        WindowsEventLog log = new WindowsEventLog(windows);

        log.report(EventSeverity.INFORMATION, 31002, "a reset succeeded");
        log.report(EventSeverity.WARNING, 32014, "the relay was asked again");
        log.report(EventSeverity.ERROR, 65535, "it failed");

        assertThat(windows.calls)
                .containsExactly(
                        "register WritebackAgent",
                        "report 1 type 4 category 0 id 31002 [a reset succeeded]",
                        "report 1 type 2 category 0 id 32014 [the relay was asked again]",
                        "report 1 type 1 category 0 id 65535 [it failed]");
    }

    @Test
    void nothingInATextIsTakenForAnInsertion() throws Exception {
        new WindowsEventLog(windows).report(EventSeverity.ERROR, 1, "fe80::1%9, 100%, %1 and a NUL\0here");

        assertThat(windows.calls).last().asString().endsWith("[fe80::1% 9, 100%, % 1 and a NUL here]");
    }

    @Test
    void textsThatWindowsRefusesForTheirLengthAreCut() throws Exception {
        new WindowsEventLog(windows).report(EventSeverity.ERROR, 1, "x".repeat(31_839));
        new WindowsEventLog(windows).report(EventSeverity.ERROR, 1, "x".repeat(31_840));
        String surrogates = "x".repeat(31_832) + "\uD83D\uDD11".repeat(10);
        new WindowsEventLog(windows).report(EventSeverity.ERROR, 1, surrogates);

        assertThat(windows.strings.get(0)).hasSize(31_839).endsWith("x");
        assertThat(windows.strings.get(1)).hasSize(31_839).endsWith("x [...]");
        assertThat(windows.strings.get(2)).hasSize(31_838).endsWith("x [...]");
    }

    @Test
    void idsThatTheMessageFileDoesNotHoldAreRefused() throws Exception {
        WindowsEventLog log = new WindowsEventLog(windows);

        assertThatThrownBy(() -> log.report(EventSeverity.ERROR, 65_536, "no"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event id 65536; accepted: 0 to 65535");
        assertThatThrownBy(() -> log.report(EventSeverity.ERROR, -1, "no"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(windows.calls).containsExactly("register WritebackAgent");
    }

    @Test
    void theHandleIsClosedOnceAndNotUsedAfterwards() throws Exception {
        WindowsEventLog log = new WindowsEventLog(windows);

        log.close();
        log.close();

        assertThat(windows.calls).containsExactly("register WritebackAgent", "close 1");
        assertThatThrownBy(() -> log.report(EventSeverity.ERROR, 1, "late"))
                .isInstanceOf(EventLogException.class)
                .hasMessage("the event log was closed");
        assertThat(windows.calls).hasSize(2);
    }

    @Test
    void whatWindowsAnswersIsTold() throws Exception {
        windows.answer = new EventLogException("ReportEvent fails (error 1502)");

        assertThatThrownBy(() -> new WindowsEventLog(windows).report(EventSeverity.ERROR, 1, "full"))
                .isSameAs(windows.answer);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void otherSystemsHaveNoEventLog() {
        assertThatThrownBy(WindowsEventLog::open)
                .isInstanceOf(EventLogException.class)
                .hasMessage("this system is not Windows");
    }
}
