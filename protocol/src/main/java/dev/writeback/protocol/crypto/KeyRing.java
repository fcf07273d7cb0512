package dev.writeback.protocol.crypto;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An immutable set of keys, each id once, in a fixed order. Thread-safe. */
public final class KeyRing {
    private static final KeyRing EMPTY = new KeyRing(List.of());

    // nbf decides; the rest only makes the choice the same everywhere.
    private static final Comparator<KeyRecord> BY_AGE = Comparator.comparing(KeyRecord::notBefore)
            .thenComparing(KeyRecord::expiresAt)
            .thenComparing(key -> key.id().value());

    private final Map<KeyId, KeyRecord> keys;

    private KeyRing(Collection<KeyRecord> records) {
        Map<KeyId, KeyRecord> byId = new LinkedHashMap<>();
        for (KeyRecord key : records) {
            if (byId.putIfAbsent(key.id(), key) != null) {
                throw new IllegalArgumentException("the key " + key.id() + " stands in the set twice");
            }
        }
        this.keys = Collections.unmodifiableMap(byId);
    }

    public static KeyRing empty() {
        return EMPTY;
    }

    /**
     * A ring of these keys.
     *
     * @throws IllegalArgumentException when a key stands there twice, also under two uses
     */
    public static KeyRing of(Collection<KeyRecord> records) {
        return new KeyRing(records);
    }

    /** As the other one. */
    public static KeyRing of(KeyRecord... records) {
        return new KeyRing(List.of(records));
    }

    /** This ring and one more key; a key with the same id is replaced. */
    public KeyRing with(KeyRecord key) {
        Map<KeyId, KeyRecord> more = new LinkedHashMap<>(keys);
        more.put(key.id(), key);
        return new KeyRing(more.values());
    }

    /** This ring without that key. */
    public KeyRing without(KeyId id) {
        Map<KeyId, KeyRecord> fewer = new LinkedHashMap<>(keys);
        fewer.remove(id);
        return new KeyRing(fewer.values());
    }

    public Optional<KeyRecord> find(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The key of that id, if it is for that use. */
    public Optional<KeyRecord> find(KeyId id, KeyUse use) {
        return find(id).filter(key -> key.use() == use);
    }

    /** Of the keys for that use that live at {@code now}, the one with the latest {@code nbf}. */
    public Optional<KeyRecord> newestLive(KeyUse use, Instant now) {
        return keys.values().stream()
                .filter(key -> key.use() == use && key.isLiveAt(now))
                .max(BY_AGE);
    }

    /** The keys of that agent, of either use. */
    public KeyRing ofAgent(String agent) {
        return new KeyRing(keys.values().stream()
                .filter(key -> key.agent().filter(agent::equals).isPresent())
                .toList());
    }

    /** The agents that have a key here, in the order of their first keys. */
    public Set<String> agents() {
        return keys.values().stream()
                .flatMap(key -> key.agent().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All keys, in the order of the set. */
    public List<KeyRecord> all() {
        return List.copyOf(keys.values());
    }

    /** The same set without private keys. */
    public KeyRing toPublic() {
        return new KeyRing(keys.values().stream().map(KeyRecord::toPublic).toList());
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.values();
    }
}
