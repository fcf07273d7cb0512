package dev.writeback.agent.config;

import dev.writeback.agent.files.Exposure;
import dev.writeback.agent.files.FileGuard;
import dev.writeback.protocol.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a secret is, never the secret itself. {@code toString} names the place and is fit for a log.
 *
 * <p>Thread-safe; each call of {@link #read} looks again.
 */
public sealed interface SecretReference permits FileSecret, EnvironmentSecret {
    /**
     * Reads the secret; the caller owns and closes it. One trailing line end is dropped.
     *
     * @throws SecretUnavailableException when the place is gone, unreadable, empty or too large
     */
    Secret read();

    /** The file that it is kept in; empty when it is none that this agent may write. */
    default Optional<Path> writable() {
        return Optional.empty();
    }

    /** What others than its owner can do with it. */
    default List<Exposure> exposures(FileGuard guard) {
        return List.of();
    }
}
