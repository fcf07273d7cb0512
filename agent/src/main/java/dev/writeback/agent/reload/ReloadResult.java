package dev.writeback.agent.reload;

import dev.writeback.agent.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What became of a wish to read the configuration again. */
public sealed interface ReloadResult {
    /** It differs in these keys, and the agent follows it. */
    record Applied(List<String> keys) implements ReloadResult {
        public Applied {
            keys = List.copyOf(keys);
        }
    }

    /** It says what the agent does already. */
    record Unchanged() implements ReloadResult {}

    /** It is wrong; nothing of it is in force. */
    record Invalid(List<Problem> problems) implements ReloadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** It differs in keys that a running agent cannot follow; nothing of it is in force, the other changes neither. */
    record NeedsRestart(List<String> keys) implements ReloadResult {
        public NeedsRestart {
            keys = List.copyOf(keys);
        }
    }

    /** Whether the file and the agent say the same now. */
    default boolean isInForce() {
        return this instanceof Applied || this instanceof Unchanged;
    }

    /** For an operator; one line. */
    default String summary() {
        if (this instanceof Applied applied) {
            return "in force: " + String.join(", ", applied.keys());
        }
        if (this instanceof NeedsRestart restart) {
            return "needs a restart: " + String.join(", ", restart.keys());
        }
        if (this instanceof Invalid invalid) {
            return "is not valid: "
                    + invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
        }
        return "nothing has changed";
    }
}
