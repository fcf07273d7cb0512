package dev.writeback.agent.metrics;

import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.journal.Conclusion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The canary's runs, apart from users' requests. Thread-safe. */
final class CanaryMeters implements CanaryObserver {
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Clock clock;
    private volatile long lastSuccess;

    CanaryMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        // 0 and not NaN: an agent that never succeeded has an age that is an alarm.
        TimeGauge.builder("writeback.canary.last.success.timestamp", () -> lastSuccess, TimeUnit.SECONDS)
                .description("when the canary's password was last changed; 0 before the first time")
                .register(registry);
    }

    @Override
    public void ended(Conclusion conclusion, boolean written) {
        if (written) {
            lastSuccess = clock.instant().getEpochSecond();
        }
        count(
                lower(conclusion.outcome()),
                conclusion.reason().map(CanaryMeters::lower).orElse(NONE));
    }

    @Override
    public void failed() {
        count("failed", NONE);
    }

    @Override
    public void skipped() {
        count("skipped", NONE);
    }

    private void count(String outcome, String reason) {
        Counter.builder("writeback.canary.runs")
                .description("runs of the canary, which are no user's request")
                .tags("outcome", outcome, "reason", reason)
                .register(registry)
                .increment();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
