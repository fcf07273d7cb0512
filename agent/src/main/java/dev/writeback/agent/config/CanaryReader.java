package dev.writeback.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the section {@code canary}. */
final class CanaryReader {
    private CanaryReader() {}

    /**
     * @param directories the names that the file gives to directories
     */
    static Supplier<Optional<CanarySettings>> read(Section root, Set<String> directories) {
        boolean wanted = root.has("canary");
        Section section = root.optionalSection("canary");
        Value directoryKey = section.required("directory");
        Optional<String> directory = directoryKey.text(DirectorySettings.NAME);
        directory
                .filter(name -> !directories.isEmpty() && !directories.contains(name))
                .ifPresent(name -> directoryKey.refuse(
                        "'" + name + "'", "the name of one of the directories: " + String.join(", ", directories)));
        Optional<UUID> user = section.required("user").text(CanarySettings.USER).map(UUID::fromString);
        int minutes = section.optional("minutes").number(CanarySettings.MINUTES).orElse(CanarySettings.DEFAULT_MINUTES);
        section.end();
        return () -> wanted
                ? Optional.of(
                        new CanarySettings(directory.orElseThrow(), user.orElseThrow(), Duration.ofMinutes(minutes)))
                : Optional.empty();
    }
}
