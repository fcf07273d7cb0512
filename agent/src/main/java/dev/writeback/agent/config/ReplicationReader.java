package dev.writeback.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads {@code verifyReplication} of a directory. */
final class ReplicationReader {
    private static final String KEY = "verifyReplication";

    private ReplicationReader() {}

    /**
     * @param directory one of {@code directories}
     * @param isStandard its type is standard, whose servers have no stamps to compare
     * @param servers those it has, where they could be read
     */
    static Supplier<Optional<ReplicationSettings>> read(
            Section directory, boolean isStandard, Optional<ServerSettings> servers) {
        Section section = directory.optionalSection(KEY);
        Value numberKey = section.optional("servers");
        Optional<OptionalInt> number = numberKey.numberOr(ReplicationSettings.ALL, ReplicationSettings.SERVERS);
        Optional<Integer> seconds = section.required("seconds").number(ReplicationSettings.SECONDS);
        section.end();
        if (isStandard) {
            directory.refuse(KEY, "a key of the type active-directory", "keys of the type standard");
        } else {
            servers.filter(ServerSettings.Listed.class::isInstance)
                    .map(ServerSettings.Listed.class::cast)
                    .ifPresent(listed -> refuseTooFew(directory, numberKey, number, listed));
        }
        return () -> seconds.map(
                within -> new ReplicationSettings(number.orElseGet(OptionalInt::empty), Duration.ofSeconds(within)));
    }

    private static void refuseTooFew(
            Section directory, Value numberKey, Optional<OptionalInt> number, ServerSettings.Listed listed) {
        int others = listed.addresses().size() - 1;
        int wanted = number.orElseGet(OptionalInt::empty).orElse(0);
        if (others == 0) {
            directory.refuse(KEY, "beside one server", "a second address in servers, or the key domain");
        } else if (wanted > others) {
            numberKey.refuse(
                    "'" + wanted + "'", "at most " + others + ", as servers names no more beside the one written to");
        }
    }
}
