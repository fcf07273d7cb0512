package dev.writeback.agent.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryAlarmTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(180));

    private final ExpiryAlarm alarm = new ExpiryAlarm();
    private final KeyRecord key = Keys.generate(KeyUse.SIG, Optional.of("hq-1"), START, END, new SecureRandom());

    @Test
    void ringsOnceAt21And7And1DaysBeforeTheEnd() {
        List<String> rung = new ArrayList<>();
        for (Instant now = START; now.isBefore(END); now = now.plus(Duration.ofHours(1))) {
            long left = Duration.between(now, END).toHours();
            alarm.check(key, now).ifPresent(days -> rung.add(days + " days, " + left + " h left"));
        }

        assertThat(rung).containsExactly("21 days, 504 h left", "7 days, 168 h left", "1 days, 24 h left");
    }

    @Test
    void anAgentThatStartsLateRingsForTheNearestMarkAlone() {
        assertThat(alarm.check(key, END.minus(Duration.ofDays(5)))).contains(7);
        assertThat(alarm.check(key, END.minus(Duration.ofDays(4)))).isEmpty();
    }
}
