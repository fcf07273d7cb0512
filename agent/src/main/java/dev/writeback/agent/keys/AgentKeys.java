package dev.writeback.agent.keys;

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

    private AgentKeys() {}

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
