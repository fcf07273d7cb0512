package dev.writeback.directory.ldap;

import java.util.List;
import java.util.Optional;

/** The addresses of a directory's servers at this moment, in order of preference. Thread-safe. */
interface ServerSource {
    /**
     * Blocks only while none are known.
     *
     * @return the same list as before while nothing has changed; never empty
     * @throws ServerUnavailableException when none are known, and why
     */
    List<ServerAddress> addresses() throws ServerUnavailableException;

    /** Where a server is that was recorded by this name, and that may still be asked about what was recorded. */
    default Optional<ServerAddress> recall(String name) {
        return Optional.empty();
    }
}
