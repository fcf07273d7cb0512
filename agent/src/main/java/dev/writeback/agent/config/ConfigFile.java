package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads one strict YAML file, whatever keys it has: {@code agent.yaml}, and files beside it that follow the same rules. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Reads and checks the whole file; relative paths in it start at its own directory.
     *
     * @param keys asks the root for all keys that the file may have, and returns what makes the configuration of them; that
     *     is called only when nothing was wrong
     * @throws ConfigException with all problems when anything is wrong
     */
    public static <T> T read(Path file, Environment environment, Function<Section, Supplier<T>> keys)
            throws ConfigException {
        return read(file, reading(file, environment), keys);
    }

    static Reading reading(Path file, Environment environment) {
        return new Reading(Objects.requireNonNull(file.toAbsolutePath().getParent()), environment);
    }

    static <T> T read(Path file, Reading reading, Function<Section, Supplier<T>> keys) throws ConfigException {
        return read(file, StrictYaml.read(file), reading, keys);
    }

    static <T> T read(Path file, MappingNode text, Reading reading, Function<Section, Supplier<T>> keys)
            throws ConfigException {
        Section root = new Section(reading, KeyPath.ROOT, Optional.of(text));
        Supplier<T> config = keys.apply(root);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(file, reading.problems());
        }
        return config.get();
    }
}
