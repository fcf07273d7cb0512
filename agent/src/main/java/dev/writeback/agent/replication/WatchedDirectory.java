package dev.writeback.agent.replication;

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
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory whose written passwords are followed to its other servers, by a thread of its own. */
public final class WatchedDirectory implements Directory {
    private static final Logger log = LoggerFactory.getLogger(WatchedDirectory.class);

    private final Directory directory;
    private final ReplicationWatch watch;
    private final Thread thread;

    private WatchedDirectory(Directory directory, ReplicationWatch watch, Thread thread) {
        this.directory = directory;
        this.watch = watch;
        this.thread = thread;
    }

    /**
     * Starts the watch.
     *
     * @param directory is closed with what is returned
     */
    public static WatchedDirectory start(String name, Directory directory, ReplicationWatch watch) {
        Thread thread = new Thread(() -> run(watch), "replication-" + name);
        thread.setDaemon(true);
        thread.start();
        return new WatchedDirectory(directory, watch, thread);
    }

    private static void run(ReplicationWatch watch) {
        try {
            while (watch.await()) {
                look(watch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that goes wrong does not end the others. */
    private static void look(ReplicationWatch watch) {
        try {
            watch.look();
        } catch (RuntimeException e) {
            log.atError()
                    .setMessage("a written password is followed no further")
                    .setCause(e)
                    .log();
        }
    }

    @Override
    public DirectoryOutcome reset(Account account, Secret newPassword, ResetOptions options, Fence fence) {
        return followed(account, directory.reset(account, newPassword, options, fence));
    }

    @Override
    public DirectoryOutcome change(Account account, Secret currentPassword, Secret newPassword, Fence fence) {
        return followed(account, directory.change(account, currentPassword, newPassword, fence));
    }

    private DirectoryOutcome followed(Account account, DirectoryOutcome outcome) {
        if (outcome instanceof DirectoryOutcome.Applied || outcome instanceof DirectoryOutcome.StillLocked) {
            watch.written(account);
        }
        return outcome;
    }

    @Override
    public Lookup find(AccountRef ref) {
        return directory.find(ref);
    }

    @Override
    public Lookup findOn(String server, UUID guid) {
        return directory.findOn(server, guid);
    }

    @Override
    public PasswordProof prove(Account account, Secret password) {
        return directory.prove(account, password);
    }

    @Override
    public DirectoryOutcome unlock(Account account) {
        return directory.unlock(account);
    }

    @Override
    public DirectoryOutcome validate(Account account, Secret newPassword) {
        return directory.validate(account, newPassword);
    }

    @Override
    public DirectoryHealth health() {
        return directory.health();
    }

    @Override
    public void probe() {
        directory.probe();
    }

    /** What is under way is not followed to its end. */
    @Override
    public void close() {
        watch.end();
        thread.interrupt();
        directory.close();
    }
}
