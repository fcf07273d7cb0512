package dev.writeback.sandbox.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The directory's own record of committed writes, independent of what any client believes. It holds no password, but the
 * salted digest of each, so that whoever knows a password finds the writes that set it. Thread-safe.
 */
public final class PasswordWriteLog {
    private final List<Entry> entries = new ArrayList<>();

    PasswordWriteLog() {}

    /** @param after the account's passwords after the write; empty when it set none */
    private record Entry(PasswordWrite write, Optional<PasswordHistory> after) {
        boolean sets(UnicodePwd password) {
            return write.kind() != PasswordWrite.Kind.UNLOCK
                    && after.filter(history -> history.isCurrent(password)).isPresent();
        }
    }

    synchronized void record(UUID account, PasswordWrite.Kind kind, Instant at, Optional<PasswordHistory> after) {
        entries.add(new Entry(new PasswordWrite(entries.size() + 1L, account, kind, at), after));
    }

    /** All writes so far, oldest first. */
    public synchronized List<PasswordWrite> all() {
        return entries.stream().map(Entry::write).toList();
    }

    /** The writes to one account, oldest first. */
    public synchronized List<PasswordWrite> of(UUID account) {
        return all().stream().filter(write -> write.account().equals(account)).toList();
    }

    /** The writes to one account that set this password, oldest first. */
    public synchronized List<PasswordWrite> of(UUID account, byte[] passwordUtf8) {
        try (UnicodePwd password = UnicodePwd.ofUtf8(passwordUtf8)) {
            return entries.stream()
                    .filter(entry -> entry.write().account().equals(account) && entry.sets(password))
                    .map(Entry::write)
                    .toList();
        }
    }
}
