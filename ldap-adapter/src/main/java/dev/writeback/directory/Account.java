package dev.writeback.directory;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An account as one server showed it at one moment. All later calls for it go to the same {@link #server()}.
 *
 * @param guid {@code objectGUID}
 * @param dn the distinguished name found in the directory, RFC 4514
 * @param sid {@code objectSid}, {@code S-1-5-...}
 * @param directory the configured name of the directory it was found in
 * @param server the server that answered and will be written to: its host name, with {@code :port} where that is not the
 *     usual one
 * @param invocation that server's invocationId, which marks the writes that originate there; empty where it cannot be read
 * @param protections why nobody may write to it through us; empty for an ordinary account
 * @param disabled {@code userAccountControl} has ACCOUNTDISABLE
 * @param locked the account is locked out at this moment, as far as the directory shows it
 * @param password the replication stamp of the password, where it can be read
 */
public record Account(
        UUID guid,
        String dn,
        String sid,
        String directory,
        String server,
        Optional<UUID> invocation,
        Set<Protection> protections,
        boolean disabled,
        boolean locked,
        Optional<PasswordStamp> password) {

    public Account {
        protections = Set.copyOf(protections);
    }

    /** The host name of {@link #server()}, without a port. */
    public String serverHost() {
        if (server.startsWith("[")) {
            return server.substring(1, server.indexOf(']'));
        }
        int colon = server.indexOf(':');
        return colon < 0 || server.indexOf(':', colon + 1) >= 0 ? server : server.substring(0, colon);
    }

    /** Why an account is protected. */
    public enum Protection {
        /** {@code adminCount} is set. */
        ADMIN_COUNT,
        /** A relative identifier below 1000: built in, {@code krbtgt} among them. */
        BUILT_IN,
        /** Direct or nested member of a protected group. */
        PRIVILEGED_GROUP,
        /** A computer or domain controller account. */
        COMPUTER,
        /** A managed service account. */
        MANAGED_SERVICE_ACCOUNT,
        /** The account that we ourselves bind with. */
        SERVICE_ACCOUNT,
        /** A trust or another object that is no ordinary user. */
        NOT_A_USER
    }
}
