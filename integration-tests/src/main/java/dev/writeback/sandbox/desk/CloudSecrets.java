package dev.writeback.sandbox.desk;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.message.Epoch;
import java.time.Instant;

/**
 * The cloud's own keys, private halves with them. Immutable.
 *
 * @param root signs the set of the others, and nothing else
 * @param own request-signing keys and ack keys
 * @param epoch of that set
 */
public record CloudSecrets(KeyRecord root, KeyRing own, Epoch epoch) {
    /** The keys that sign requests, and what is said to agents: the newest that every agent has shown to know. */
    KeyRecord signing(Instant now, boolean newestIsKnown) {
        KeyRing signing = KeyRing.of(
                own.all().stream().filter(key -> key.use() == KeyUse.SIG).toList());
        KeyRecord newest = signing.newestLive(KeyUse.SIG, now)
                .orElseThrow(() -> new IllegalStateException("the cloud has no live signing key"));
        return newestIsKnown
                ? newest
                : signing.without(newest.id()).newestLive(KeyUse.SIG, now).orElse(newest);
    }

    /** One more pair beside those there are. */
    CloudSecrets with(KeyRecord signing, KeyRecord ack) {
        return new CloudSecrets(root, own.with(signing).with(ack), epoch.next());
    }

    @Override
    public String toString() {
        return "CloudSecrets[epoch " + epoch + "]";
    }
}
