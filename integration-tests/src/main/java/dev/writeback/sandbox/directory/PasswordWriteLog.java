package dev.writeback.sandbox.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The directory's own record of committed writes, independent of what any client believes. Thread-safe. */
public final class PasswordWriteLog {
    private final List<PasswordWrite> writes = new ArrayList<>();

    PasswordWriteLog() {}

    synchronized void record(UUID account, PasswordWrite.Kind kind, Instant at) {
        writes.add(new PasswordWrite(writes.size() + 1L, account, kind, at));
    }

    /** All writes so far, oldest first. */
    public synchronized List<PasswordWrite> all() {
        return List.copyOf(writes);
    }

    /** The writes to one account, oldest first. */
    public synchronized List<PasswordWrite> of(UUID account) {
        return writes.stream().filter(write -> write.account().equals(account)).toList();
    }
}
