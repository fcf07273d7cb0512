package dev.writeback.agent.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All of {@code agent.yaml}.
 *
 * @param directories at least one; their names are unique
 */
public record AgentConfig(
        AgentSettings agent,
        CloudSettings cloud,
        KeySettings keys,
        RelaySettings relay,
        List<DirectorySettings> directories,
        OperationSettings operations,
        LimitSettings limits,
        HttpSettings http,
        AuditSettings audit,
        Optional<CanarySettings> canary) {
    /**
     * @throws IllegalArgumentException when there is no directory, two have the same name, or none is the canary's
     */
    public AgentConfig {
        directories = List.copyOf(directories);
        if (directories.isEmpty()) {
            throw new IllegalArgumentException("directories: found none; accepted: at least one");
        }
        Set<String> names = new HashSet<>();
        for (DirectorySettings directory : directories) {
            if (!names.add(directory.name())) {
                throw new IllegalArgumentException(
                        "directories: found the name " + directory.name() + " twice; accepted: unique names");
            }
        }
        canary.filter(settings -> !names.contains(settings.directory())).ifPresent(settings -> {
            throw new IllegalArgumentException("canary.directory: found " + settings.directory()
                    + "; accepted: the name of one of the directories");
        });
    }
}
