package dev.writeback.sandbox.cloud;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who answered, and who of them runs under the policy in force.
 *
 * @param answered by agent, whether it gets requests
 */
public record RollCall(Map<String, Boolean> answered) {
    public RollCall {
        answered = Map.copyOf(answered);
    }

    /** Those that get requests. */
    public Set<String> admitted() {
        return named(true);
    }

    /** Those that do not, because their policy is another. */
    public Set<String> refused() {
        return named(false);
    }

    private Set<String> named(boolean admitted) {
        return answered.entrySet().stream()
                .filter(agent -> agent.getValue() == admitted)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
