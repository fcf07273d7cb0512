package dev.writeback.agent.metrics;

import dev.writeback.directory.Directory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/** One gauge for each server that a directory has at the moment of the scrape. Thread-safe. */
final class ServerGauges {
    private final Directory directory;
    private final MultiGauge up;

    ServerGauges(String name, Directory directory, MeterRegistry registry) {
        this.directory = directory;
        this.up = MultiGauge.builder("writeback.directory.server.up")
                .tags("directory", name)
                .register(registry);
    }

    synchronized void refresh() {
        up.register(
                directory.health().servers().stream()
                        .<MultiGauge.Row<?>>map(
                                server -> MultiGauge.Row.of(Tags.of("server", server.host()), server.up() ? 1 : 0))
                        .toList(),
                true);
    }
}
