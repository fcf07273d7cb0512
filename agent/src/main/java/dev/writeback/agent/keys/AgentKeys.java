package dev.writeback.agent.keys;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes the keys of an agent (PWB/1, section 7): one to open requests and one to sign acks. */
public final class AgentKeys {
    /** How long a key lives. */
    public static final Duration LIFETIME = Duration.ofDays(180);

    /** When the next pair is made, counted from {@code nbf}. */
    public static final Duration ROLLOVER = Duration.ofDays(150);

    /** How long a key opens what was sealed to it after a newer one was confirmed. */
    public static final Duration OVERLAP = Duration.ofDays(7);

    /** How long a new key waits for the cloud's confirmation before another is made in its place. */
    public static final Duration PATIENCE = Duration.ofDays(10);

    /** How far another clock may be behind (PWB/1, section 3). */
    public static final Duration SKEW = Duration.ofSeconds(60);

    private AgentKeys() {}

    /** When the key is to be followed by another. */
    public static Instant rolloverOf(KeyRecord key) {
        return key.notBefore().plus(ROLLOVER);
    }

    /** Makes them in that storage, live from {@code now} on. */
    public static KeyRing generate(KeyStorage storage, Instant now) throws KeyStorageException {
        Instant end = now.plus(LIFETIME);
        return KeyRing.of(storage.generate(KeyUse.ENC, now, end), storage.generate(KeyUse.SIG, now, end));
    }

    /** The same in this process alone, kept nowhere. */
    public static KeyRing generate(String agent, Instant now, SecureRandom random) {
        Instant end = now.plus(LIFETIME);
        return KeyRing.of(
                Keys.generate(KeyUse.ENC, Optional.of(agent), now, end, random),
                Keys.generate(KeyUse.SIG, Optional.of(agent), now, end, random));
    }
}
