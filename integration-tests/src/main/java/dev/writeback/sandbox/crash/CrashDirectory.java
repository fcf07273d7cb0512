package dev.writeback.sandbox.crash;

import dev.writeback.sandbox.site.SiteDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the harness must know of a directory, and do to it, beside the agent. All answers are the directory's own, of what it
 * has stored. A user is named by {@code sAMAccountName}; of each write the directory keeps a number, and of two writes to one
 * account the later has the greater one.
 */
interface CrashDirectory extends AutoCloseable {
    /** Where its LDAPS is. */
    InetSocketAddress address();

    /** The name that its certificate holds. */
    String host();

    /**
     * How an agent reaches it, as its service account.
     *
     * @param port of {@link #host()}
     */
    SiteDirectory reachedAt(int port) throws IOException;

    /** The accounts that this lane may write to, none of them another lane's. */
    List<String> users();

    /** Gives the account the password it starts with, unlocked; returns that password in UTF-8. */
    byte[] begin(String user);

    UUID guidOf(String user);

    /** The number of the last write of a password to this account; smaller than any to come. */
    long lastWrite(String user);

    /** The writes of a password to this account after that number, oldest first. */
    List<Long> writes(String user, long after);

    /** Those of them that set this password, oldest first. */
    List<Long> writes(String user, long after, byte[] password);

    /** Whether this is the password in force. Counts as no attempt. */
    boolean holds(String user, byte[] password);

    boolean isLocked(String user);

    /** As after too many wrong attempts. */
    void lock(String user);

    /** As after a logon: no wrong attempts, no lockout. */
    void forgetFailedAttempts(String user);

    /** Moves the last write of the password to that time, as if it had been made then. */
    void setPasswordWritten(String user, Instant at);

    /** An administrator's reset. */
    void reset(String user, byte[] password);

    /** Puts the accounts back as others expect them; a server that is the lane's own ends. */
    @Override
    void close();
}
