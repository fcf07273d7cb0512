package dev.writeback.agent.trust;

import dev.writeback.agent.keys.KeyStorage;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** Keys of the agent hq-1 in memory; what was made and destroyed survives a restart of the agent. */
final class MemoryStorage implements KeyStorage {
    static final String AGENT = "hq-1";

    private KeyRing keys = KeyRing.empty();

    @Override
    public KeyRing load() {
        return keys;
    }

    @Override
    public KeyRecord generate(KeyUse use, Instant notBefore, Instant expiresAt) {
        KeyRecord made = Keys.generate(use, Optional.of(AGENT), notBefore, expiresAt, new SecureRandom());
        keys = keys.with(made);
        return made;
    }

    @Override
    public void destroy(KeyId key) {
        keys = keys.without(key);
    }

    @Override
    public void close() {}
}
