package dev.writeback.directory;

import dev.writeback.protocol.secret.Secret;

/**
 * One configured directory: the port that the pipeline writes through.
 *
 * <p>Every call blocks, up to the configured response time limit, and may be made from several threads. A write is sent
 * at most once: an implementation never repeats one whose outcome it does not know, and answers
 * {@link DirectoryOutcome.Unknown}. Secrets stay the caller's; implementations zero every copy they make.
 */
public interface Directory extends AutoCloseable {
    /** Finds exactly one account on a writable server, with what is needed to decide and to write. */
    Lookup find(AccountRef ref);

    /** Sets a new password on the account, on the server it was found on, in one write. */
    DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options);

    /** Replaces the password, proving the current one, in one write. */
    DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword);

    /** Ends a lockout; an account that is not locked is a success. */
    DirectoryOutcome unlock(Account account);

    /** Says whether a reset to this password would be accepted by the policy in force; writes nothing, never binds. */
    DirectoryOutcome validate(Account account, Secret newPassword);

    /** What is known of the servers, without asking them. */
    DirectoryHealth health();

    /** Asks the servers now, so that {@link #health()} is fresh. */
    void probe();

    @Override
    void close();
}
