package dev.writeback.agent.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The section {@code audit}.
 *
 * @param file by default {@code audit.jsonl} in the state directory
 * @param checkpointEvery records are signed when there are as many unsigned ones
 * @param fileBytes a file of that size is followed by another one
 * @param keep files whose newest record is older are deleted
 * @param sinks where records go beside the file
 */
public record AuditSettings(Path file, int checkpointEvery, long fileBytes, Duration keep, AuditSinks sinks) {
    /** The default of {@code checkpointEvery}. */
    public static final int CHECKPOINT_EVERY = 100;

    /** The default of {@code fileMegabytes}. */
    public static final int FILE_MEGABYTES = 64;

    /** The default of {@code keepDays}. */
    public static final int KEEP_DAYS = 400;

    /** With the defaults, without sinks. */
    public static AuditSettings of(Path file) {
        return new AuditSettings(
                file, CHECKPOINT_EVERY, FILE_MEGABYTES * 1_000_000L, Duration.ofDays(KEEP_DAYS), AuditSinks.NONE);
    }

    /** A file that old is followed by another one, so that old records can be deleted without young ones. */
    public Duration fileAge() {
        Duration month = Duration.ofDays(30);
        return keep.compareTo(month) < 0 ? keep : month;
    }
}
