package dev.writeback.agent.config;

import dev.writeback.agent.files.FileGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.Node;

/** One reading of one file: what it may refer to, which keys were asked for, and every problem so far. */
final class Reading {
    private static final Comparator<Problem> BY_LINE =
            Comparator.comparingInt(problem -> problem.line().orElse(Integer.MAX_VALUE));

    private final Path directory;
    private final Environment environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<KnownKey> known = new ArrayList<>();
    private boolean enrolling;
    private boolean guarded;
    private FileGuard guard = FileGuard.off();

    Reading(Path directory, Environment environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Secrets that an enrolment writes need not be there. */
    Reading forEnrolment() {
        enrolling = true;
        return this;
    }

    boolean isForEnrolment() {
        return enrolling;
    }

    /** Whose the files are is looked at too, unless the file says otherwise. */
    Reading guarded() {
        guarded = true;
        return this;
    }

    /** To be called before any file is asked for. */
    void guard(Optional<Path> stateDirectory, boolean wanted) {
        if (guarded && wanted) {
            guard = FileGuard.of(stateDirectory.orElse(directory));
        }
    }

    FileGuard guard() {
        return guard;
    }

    /** Where relative paths start. */
    Path directory() {
        return directory;
    }

    Environment environment() {
        return environment;
    }

    void know(KnownKey key) {
        known.add(key);
    }

    List<KnownKey> known() {
        return List.copyOf(known);
    }

    void problem(String key, Node place, String found, String accepted) {
        problems.add(new Problem(key, line(place), found, accepted));
    }

    /** A problem of the file as a whole. */
    void problem(String found, String accepted) {
        problems.add(new Problem("", OptionalInt.empty(), found, accepted));
    }

    /** All problems in the order of the file. */
    List<Problem> problems() {
        return problems.stream().sorted(BY_LINE).toList();
    }

    private static OptionalInt line(Node node) {
        return node.getStartMark() == null
                ? OptionalInt.empty()
                : OptionalInt.of(node.getStartMark().getLine() + 1);
    }
}
