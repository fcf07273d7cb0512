package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong: every problem that was found, in the order of the file. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient List<Problem> problems;

    /** One line per problem makes the message; no secret is in it. */
    public ConfigException(Path file, List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", file + " is not a valid configuration:\n  ", "")));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** The file that was read. */
    public Path file() {
        return file;
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
