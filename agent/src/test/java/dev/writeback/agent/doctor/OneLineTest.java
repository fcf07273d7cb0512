package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneLineTest {
    @Test
    void keepsNothingThatATerminalActsUpon() {
        assertThat(OneLine.printable("  CN=\u001b[8mhidden\u009b31m,\u202eO=x\r\n"))
                .isEqualTo("  CN= [8mhidden 31m, O=x  ");
    }

    @Test
    void isOneLineOfALimitedLength() {
        assertThat(OneLine.of(" two\nlines \t of it ")).isEqualTo("two lines of it");
        assertThat(OneLine.of("x".repeat(1000))).isEqualTo("x".repeat(700) + " ...");
    }
}
