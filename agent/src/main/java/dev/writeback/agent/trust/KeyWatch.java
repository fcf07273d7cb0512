package dev.writeback.agent.trust;

import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.KeyStorageException;
import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.crypto.KeyUse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees whether the agent's own keys answer, and loads them anew when they do not: keys of a token that was away stay broken.
 * Thread-safe.
 */
public final class KeyWatch {
    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);
    private static final byte[] PROBE = {'p', 'w', 'b'};

    private final AgentTrust trust;
    private volatile Optional<String> trouble = Optional.empty();

    public KeyWatch(AgentTrust trust) {
        this.trust = trust;
    }

    /** Why the keys did not answer at the last {@link #look}. Never blocks. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Makes a signature; true when the keys answer now, even if they had to be loaded anew. Takes as long as a token does. */
    public synchronized boolean look() {
        try {
            if (!answer(trust.confirmed())) {
                trust.reload();
            }
            tell(Optional.empty());
        } catch (KeyStorageException | SecretUnavailableException e) {
            tell(Optional.of(String.valueOf(e.getMessage())));
        }
        return trouble.isEmpty();
    }

    /** Not where there is none: another token may have been in the place of ours when they were loaded. */
    private static boolean answer(KeyRing keys) {
        try {
            Optional<KeyRecord> signing =
                    keys.all().stream().filter(key -> key.use() == KeyUse.SIG).findFirst();
            signing.ifPresent(key -> Es256.sign(key, PROBE));
            return signing.isPresent();
        } catch (KeyUnavailableException e) {
            return false;
        }
    }

    private void tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(
                    why -> log.atWarn()
                            .setMessage("the agent's keys do not answer; it takes nothing until they do")
                            .addKeyValue("cause", why)
                            .log(),
                    () -> log.atInfo()
                            .setMessage("the agent's keys answer again")
                            .log());
        }
        trouble = now;
    }
}
