package dev.writeback.agent.pipeline;

import java.time.Duration;

/**
 * The times and counts of PWB/1, sections 3 and 6.
 *
 * @param skew allowed difference of clocks
 * @param operation budget of one operation, from its receipt
 * @param lockReserve what the relay's lock must still cover when the write begins: the directory's response time limit
 *     plus 5 s
 * @param deliveries at this delivery a message that no one could take is removed
 */
public record Limits(Duration skew, Duration operation, Duration lockReserve, int deliveries) {
    /** The protocol's values for a directory with that response time limit. */
    public static Limits forResponseTime(Duration directoryResponse) {
        return new Limits(
                Duration.ofSeconds(60), Duration.ofSeconds(25), directoryResponse.plus(Duration.ofSeconds(5)), 5);
    }
}
