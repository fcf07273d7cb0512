package dev.writeback.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One of {@code directories}: an Active Directory domain, or a standard LDAP directory.
 *
 * @param name how logs, metrics and health name it
 * @param servers which domain controllers it has
 * @param baseDn the naming context that is searched
 * @param caFile certificates in PEM: nothing else is trusted for this directory
 * @param scope which part of the directory the agent may write to
 * @param connectTimeout whole seconds
 * @param responseTimeout whole seconds
 * @param poolSize connections to one server, at most
 * @param requireHistoryOnReset use no server that cannot check a reset against the password history
 * @param allowUserPrincipalName whether a request may name the user by userPrincipalName
 * @param verifyReplication whether it is looked for on other servers what was written on one; empty: it is not
 * @param standard what only a standard directory has; empty for Active Directory
 */
public record DirectorySettings(
        String name,
        ServerSettings servers,
        DistinguishedName baseDn,
        Path caFile,
        BindSettings bind,
        ScopeSettings scope,
        Duration connectTimeout,
        Duration responseTimeout,
        int poolSize,
        boolean requireHistoryOnReset,
        boolean allowUserPrincipalName,
        Optional<ReplicationSettings> verifyReplication,
        Optional<StandardSettings> standard) {
    static final TextForm NAME = TextForm.of("[A-Za-z0-9._-]{1,63}", "1 to 63 letters, digits, . _ and -");
    static final IntRange CONNECT_SECONDS = new IntRange(1, 30);
    /** The lock of a request covers one write of 20 seconds at most (PWB/1, section 6). */
    static final IntRange RESPONSE_SECONDS = new IntRange(1, 20);

    static final IntRange POOL = new IntRange(1, 64);
    static final int DEFAULT_CONNECT_SECONDS = 5;
    /** With an alternative: the next server has answered within three seconds. */
    static final int DEFAULT_CONNECT_SECONDS_OF_SEVERAL = 2;

    static final int DEFAULT_RESPONSE_SECONDS = 10;
    static final int DEFAULT_POOL = 8;

    /**
     * @throws IllegalArgumentException when a value is out of its range, or the scope leaves the base
     */
    public DirectorySettings {
        NAME.require("name", name);
        CONNECT_SECONDS.require("connectTimeout", connectTimeout.toSeconds());
        RESPONSE_SECONDS.require("responseTimeout", responseTimeout.toSeconds());
        POOL.require("poolSize", poolSize);
        for (DistinguishedName part : scope.all()) {
            if (!part.isWithin(baseDn)) {
                throw new IllegalArgumentException(
                        "scope: found '" + part + "'; accepted: names under the baseDn '" + baseDn + "'");
            }
        }
    }
}
