package dev.writeback.agent.journal;

import dev.writeback.protocol.message.RequestId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A journal that lasts as long as the process: enough against replays, not against a crash. */
public final class InMemoryJournal implements Journal {
    private final Clock clock;
    private final int capacity;
    private final Map<RequestId, Kept> entries = new HashMap<>();

    private record Kept(JournalEntry entry, Instant keepUntil) {}

    /**
     * @param capacity the most entries kept at one time
     */
    public InMemoryJournal(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<JournalEntry> admit(RequestId id, String digest, Instant keepUntil) {
        Kept known = entries.get(id);
        if (known != null) {
            return Optional.of(known.entry());
        }
        if (!hasRoom()) {
            throw new JournalFullException(capacity);
        }
        entries.put(id, new Kept(new JournalEntry.Seen(digest), keepUntil));
        return Optional.empty();
    }

    @Override
    public synchronized Optional<JournalEntry> find(RequestId id) {
        return Optional.ofNullable(entries.get(id)).map(Kept::entry);
    }

    @Override
    public synchronized void intend(RequestId id, Intent intent) {
        Kept kept = admitted(id);
        if (!(kept.entry() instanceof JournalEntry.Concluded)) {
            entries.put(id, new Kept(new JournalEntry.Intended(kept.entry().digest(), intent), kept.keepUntil()));
        }
    }

    @Override
    public synchronized void conclude(RequestId id, Conclusion conclusion) {
        Kept kept = admitted(id);
        if (!(kept.entry() instanceof JournalEntry.Concluded)) {
            entries.put(id, new Kept(new JournalEntry.Concluded(kept.entry().digest(), conclusion), kept.keepUntil()));
        }
    }

    private Kept admitted(RequestId id) {
        Kept kept = entries.get(id);
        if (kept == null) {
            throw new IllegalStateException("the request was not admitted");
        }
        return kept;
    }

    @Override
    public synchronized boolean hasRoom() {
        if (entries.size() >= capacity) {
            Instant now = clock.instant();
            entries.values().removeIf(kept -> !kept.keepUntil().isAfter(now));
        }
        return entries.size() < capacity;
    }

    @Override
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {}
}
