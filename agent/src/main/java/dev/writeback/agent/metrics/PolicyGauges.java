package dev.writeback.agent.metrics;

import dev.writeback.agent.policy.PolicyInForce;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** The policy in force at the moment of the scrape. Thread-safe. */
final class PolicyGauges {
    private static final List<String> OPERATIONS = List.of("reset", "change", "adminReset", "unlock", "validate");

    private final PolicyInForce policy;
    private final MultiGauge info;

    PolicyGauges(PolicyInForce policy, MeterRegistry registry) {
        this.policy = policy;
        this.info = MultiGauge.builder("writeback.policy.info")
                .description("two values among the agents of one queue: they run different policies")
                .register(registry);
        for (String operation : OPERATIONS) {
            Gauge.builder(
                            "writeback.operation.enabled",
                            policy,
                            p -> p.operations().contains(operation) ? 1 : 0)
                    .description("1 while it is on, after all that narrows it")
                    .tag("operation", operation)
                    .register(registry);
        }
        Gauge.builder("writeback.paused", policy, p -> p.isPaused() ? 1 : 0)
                .description("the local kill switch is on")
                .register(registry);
        Gauge.builder("writeback.tenant.switches.epoch", policy, PolicyInForce::epoch)
                .description("0: none were received, or they are damaged")
                .register(registry);
    }

    synchronized void refresh() {
        info.register(List.of(MultiGauge.Row.of(Tags.of("digest", policy.digest()), 1)), true);
    }
}
