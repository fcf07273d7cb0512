package dev.writeback.agent.audit;

import dev.writeback.agent.event.Event;
import java.time.Instant;

/**
 * One record of the audit, as it is in the file.
 *
 * @param number its place in the chain, 1 for the first
 * @param agent the agent's id
 * @param line the line of the file, without its end
 */
public record AuditRecord(long number, Instant time, String agent, Event event, String line) {}
