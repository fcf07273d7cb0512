package dev.writeback.agent.metrics;

import dev.writeback.agent.audit.AuditLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The audit: whether it can be written, and what its sinks have not seen. */
final class AuditMeters {
    private final MeterRegistry registry;

    AuditMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(AuditLog audit) {
        FunctionCounter.builder("writeback.audit.records", audit, AuditLog::records)
                .description("number of the audit's newest record")
                .register(registry);
        Gauge.builder("writeback.audit.unwritten.events", audit, AuditLog::lost)
                .description("events that could not be written and that no record counts yet; no ack is among them")
                .register(registry);
        audit.sinks().forEach(sink -> {
            Gauge.builder("writeback.audit.sink.up", sink, queue -> queue.isUp() ? 1 : 0)
                    .description("1 while the place beside the audit's file takes records")
                    .tag("sink", sink.name())
                    .register(registry);
            FunctionCounter.builder("writeback.audit.sink.lost", sink, queue -> queue.lost())
                    .description("records that a place beside the audit's file will never see")
                    .tag("sink", sink.name())
                    .register(registry);
        });
    }
}
