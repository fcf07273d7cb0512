package dev.writeback.directory;

import dev.writeback.protocol.secret.Secret;
import java.util.UUID;

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

    /** Reads an account anew, on the server of that name ({@link Account#server()}) and on no other. */
    Lookup findOn(String server, UUID guid);

    /**
     * Says whether this is the account's password, by one bind as the account on the server it was found on, and only
     * where a wrong password could not lock it out. Success is not proof that a write was made: a domain accepts the
     * previous password for a while (OldPasswordAllowedPeriod).
     */
    PasswordProof prove(Account account, Secret password);

    /**
     * Sets a new password on the account, on the server it was found on, in one write. Where that was to end a lockout, the
     * account is read once more: one that is locked all the same is {@link DirectoryOutcome.StillLocked}.
     *
     * @param fence asked at the last moment; when it is closed nothing is sent, which is {@link
     *     DirectoryOutcome.Unavailable}
     */
    DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence);

    /** The same without a fence. */
    default DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options) {
        return reset(account, newPassword, options, Fence.OPEN);
    }

    /** Replaces the password, proving the current one, in one write; the fence as for a reset. */
    DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence);

    /** The same without a fence. */
    default DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword) {
        return change(account, currentPassword, newPassword, Fence.OPEN);
    }

    /**
     * Ends a lockout; an account that is not locked is a success. It is read once more after the write: one that is locked
     * all the same is {@link DirectoryOutcome.StillLocked}.
     */
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
