package dev.writeback.directory.dns;

import java.time.Duration;
import java.util.List;

/**
 * What a name server said of one service; no records when it knows of none.
 *
 * @param timeToLive the shortest of the records; zero without records
 */
public record ServiceAnswer(List<ServiceRecord> records, Duration timeToLive) {
    /** The name server knows of no such service. */
    public static final ServiceAnswer NONE = new ServiceAnswer(List.of(), Duration.ZERO);

    public ServiceAnswer {
        records = List.copyOf(records);
    }
}
