package dev.writeback.agent.config;

import java.nio.file.Path;

/**
 * The section {@code audit}.
 *
 * @param file by default {@code audit.jsonl} in the state directory
 */
public record AuditSettings(Path file) {}
