package dev.writeback.agent.metrics;

import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The agent's confirmed keys at the moment of the scrape. Thread-safe. */
final class KeyGauges {
    private final AgentTrust trust;
    private final Clock clock;
    private final MultiGauge age;
    private final MultiGauge remaining;

    KeyGauges(AgentTrust trust, Clock clock, MeterRegistry registry) {
        this.trust = trust;
        this.clock = clock;
        this.age = MultiGauge.builder("writeback.key.age")
                .description("since the beginning of a key's life")
                .baseUnit("seconds")
                .register(registry);
        this.remaining = MultiGauge.builder("writeback.key.remaining")
                .description("until the end of a key's life")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("writeback.key.rollover.pending", trust, t -> t.isRolling() ? 1 : 0)
                .description("new keys wait for the cloud's confirmation")
                .register(registry);
    }

    synchronized void refresh() {
        Instant now = clock.instant();
        List<KeyRecord> keys = trust.confirmed().all();
        age.register(rows(keys, key -> Duration.between(key.notBefore(), now).toSeconds()), true);
        remaining.register(
                rows(keys, key -> Duration.between(now, key.expiresAt()).toSeconds()), true);
    }

    private static List<Row<?>> rows(List<KeyRecord> keys, ToDoubleFunction<KeyRecord> value) {
        return keys.stream()
                .map(key -> Row.of(
                        Tags.of("kid", key.id().value(), "use", key.use().name().toLowerCase(Locale.ROOT)),
                        value.applyAsDouble(key)))
                .collect(Collectors.toList());
    }
}
