package dev.writeback.agent.audit;

import dev.writeback.agent.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is on its way into the audit.
 *
 * @param time when it was told
 * @param kept told what became of it; empty when nobody waits for that
 */
record AuditEntry(List<Event> events, Instant time, Optional<CompletableFuture<Boolean>> kept) {
    static AuditEntry of(Event event, Instant time) {
        return new AuditEntry(List.of(event), time, Optional.empty());
    }
}
