package dev.writeback.directory.ldap;

import java.util.List;

/** The addresses of a directory's servers at this moment, in order of preference. Thread-safe. */
@FunctionalInterface
interface ServerSource {
    /**
     * Blocks only while none are known.
     *
     * @return the same list as before while nothing has changed; never empty
     * @throws ServerUnavailableException when none are known, and why
     */
    List<ServerAddress> addresses() throws ServerUnavailableException;
}
