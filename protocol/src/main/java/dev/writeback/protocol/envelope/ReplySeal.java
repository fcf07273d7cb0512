package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.message.RequestId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is common to everything that an agent sends: who signs it, to whom it is sealed, and how long it lives. */
record ReplySeal(
        String agentId,
        String audience,
        Supplier<KeyRing> agentKeys,
        Supplier<KeyRing> cloudKeys,
        Clock clock,
        SecureRandom random) {
    /** Before an agent's id. */
    static final String AGENT_ISSUER = "urn:pwb:agent:";

    /** Adds what is beyond the common claims. */
    interface Content {
        void addTo(Map<String, Object> claims, RequestId id);
    }

    String issuer() {
        return AGENT_ISSUER + agentId;
    }

    /**
     * Signs and encrypts.
     *
     * @throws IllegalStateException when we have no live signing key or the cloud no live ack key
     */
    SealedMessage seal(String typ, Content content) {
        Instant now = clock.instant();
        KeyRecord signer = agentKeys
                .get()
                .newestLive(KeyUse.SIG, now)
                .orElseThrow(() -> new IllegalStateException("the agent has no live signing key"));
        KeyRecord recipient = cloudKeys
                .get()
                .newestLive(KeyUse.ENC, now)
                .orElseThrow(() -> new IllegalStateException("the cloud has no live ack key"));
        Instant issuedAt = Instant.ofEpochSecond(now.getEpochSecond());
        RequestId id = RequestIds.next(random);
        Map<String, Object> claims = Claims.common(issuer(), audience, id, issuedAt, Validity.LONGEST);
        content.addTo(claims, id);
        byte[] jws = Jws.sign(Claims.write(claims), typ, signer);
        String body = JweText.seal(jws, Layer.PACKAGE, List.of(recipient), random);
        return new SealedMessage(
                body.getBytes(StandardCharsets.US_ASCII), id.value(), Jws.digest(jws), issuedAt.plus(Validity.LONGEST));
    }
}
