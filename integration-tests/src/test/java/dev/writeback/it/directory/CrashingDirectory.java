package dev.writeback.it.directory;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Fence;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The real port, with a process that may "die" in the middle of a reset: the answer never reaches the pipeline, and
 * nothing after it happens. It counts what is asked of the directory. Used by one thread.
 */
final class CrashingDirectory implements Directory {
    /** Where the process dies. */
    enum Death {
        NEVER,
        BEFORE_THE_WRITE,
        AFTER_THE_WRITE
    }

    private final Directory real;
    private Death death = Death.NEVER;
    private int writes;
    private final List<PasswordProof> proofs = new ArrayList<>();

    CrashingDirectory(Directory real) {
        this.real = real;
    }

    /** From now on; what was counted is forgotten. */
    void dies(Death where) {
        death = where;
        writes = 0;
        proofs.clear();
    }

    /** How many writes were asked for. */
    int writes() {
        return writes;
    }

    /** The answers of all verifications, in their order. */
    List<PasswordProof> proofs() {
        return List.copyOf(proofs);
    }

    @Override
    public Lookup find(AccountRef ref) {
        return real.find(ref);
    }

    @Override
    public Lookup findOn(String server, UUID guid) {
        return real.findOn(server, guid);
    }

    @Override
    public PasswordProof prove(Account account, Secret password) {
        PasswordProof proof = real.prove(account, password);
        proofs.add(proof);
        return proof;
    }

    @Override
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence) {
        writes++;
        if (death == Death.BEFORE_THE_WRITE) {
            throw new IllegalStateException("the process died before the write");
        }
        DirectoryOutcome outcome = real.reset(account, newPassword, options, fence);
        if (death == Death.AFTER_THE_WRITE) {
            throw new IllegalStateException("the process died after the write");
        }
        return outcome;
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence) {
        writes++;
        return real.change(account, currentPassword, newPassword, fence);
    }

    @Override
    public DirectoryOutcome unlock(Account account) {
        writes++;
        return real.unlock(account);
    }

    @Override
    public DirectoryOutcome validate(Account account, Secret newPassword) {
        return real.validate(account, newPassword);
    }

    @Override
    public DirectoryHealth health() {
        return real.health();
    }

    @Override
    public void probe() {
        real.probe();
    }

    /** The port belongs to who made it. */
    @Override
    public void close() {}
}
