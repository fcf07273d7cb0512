package dev.writeback.agent.audit;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * The agent's signature over all records up to a place: ES256 over a text of five lines, which no signed message of the
 * protocol can be, for those have no line ends.
 *
 * @param last the place that it is about: that of the record before the checkpoint's own
 * @param every the most records that the agent leaves unsigned
 */
record Checkpoint(String agent, Place last, Instant time, int every) {
    Event signedBy(KeyRecord key) {
        byte[] signature = Es256.sign(key, text());
        return Event.of(EventType.AUDIT_CHECKPOINT)
                .with("kid", key.id().value())
                .with("every", every)
                .with("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    boolean isSignedBy(KeyRecord key, String signature) {
        try {
            return Es256.verify(key, text(), Base64.getUrlDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] text() {
        return String.join(
                        "\n",
                        "writeback audit checkpoint 1",
                        agent,
                        last.number() + " " + last.hash(),
                        time.toString(),
                        every + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
