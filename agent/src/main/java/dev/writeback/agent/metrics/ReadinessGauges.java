package dev.writeback.agent.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code /readyz} says, at the moment of the scrape. Thread-safe. */
final class ReadinessGauges {
    private final Supplier<Map<String, Boolean>> components;
    private final MultiGauge each;
    private final MultiGauge all;

    ReadinessGauges(Supplier<Map<String, Boolean>> components, MeterRegistry registry) {
        this.components = components;
        this.each = MultiGauge.builder("writeback.component.ready")
                .description("1: this component of /readyz is ready")
                .register(registry);
        this.all = MultiGauge.builder("writeback.ready")
                .description("1: requests can be served, as /readyz says")
                .register(registry);
    }

    synchronized void refresh() {
        Map<String, Boolean> now = components.get();
        each.register(
                now.entrySet().stream()
                        .<Row<?>>map(component ->
                                Row.of(Tags.of("component", component.getKey()), component.getValue() ? 1 : 0))
                        .toList(),
                true);
        boolean ready = !now.isEmpty() && !now.containsValue(false);
        all.register(List.of(Row.of(Tags.empty(), ready ? 1 : 0)), true);
    }
}
