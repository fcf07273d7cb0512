package dev.writeback.agent.metrics;

import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Stream;

/** Gauges for each server that a directory has at the moment of the scrape. Thread-safe. */
final class ServerGauges {
    private final Directory directory;
    private final MultiGauge up;
    private final MultiGauge connections;
    private final MultiGauge poolSize;

    ServerGauges(String name, Directory directory, MeterRegistry registry) {
        this.directory = directory;
        this.up = MultiGauge.builder("writeback.directory.server.up")
                .description("1: the last contact succeeded")
                .tags("directory", name)
                .register(registry);
        this.connections = MultiGauge.builder("writeback.directory.pool.connections")
                .description("bound connections to a server, in use or idle")
                .tags("directory", name)
                .register(registry);
        this.poolSize = MultiGauge.builder("writeback.directory.pool.size")
                .description("the most idle connections that are kept to a server; more may be in use")
                .tags("directory", name)
                .register(registry);
    }

    synchronized void refresh() {
        List<DirectoryHealth.Server> servers = directory.health().servers();
        up.register(rows(servers.stream().map(server -> row(server, server.up() ? 1 : 0))), true);
        connections.register(rows(servers.stream().flatMap(ServerGauges::connections)), true);
        poolSize.register(
                rows(servers.stream().flatMap(server -> server.pool().stream().map(pool -> row(server, pool.most())))),
                true);
    }

    private static Stream<Row<?>> connections(DirectoryHealth.Server server) {
        return server.pool().stream()
                .flatMap(pool -> Stream.of(
                        row(server, pool.inUse(), "state", "in_use"), row(server, pool.idle(), "state", "idle")));
    }

    private static Row<?> row(DirectoryHealth.Server server, double value, String... more) {
        return Row.of(Tags.of("server", server.host()).and(more), value);
    }

    private static List<Row<?>> rows(Stream<Row<?>> rows) {
        return rows.toList();
    }
}
