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
import java.util.function.Consumer;

/** What is common to all that the cloud sends beside requests: one message per agent, sealed to that agent alone. */
record DirectiveSeal(String issuer, String audience, Clock clock, SecureRandom random) {

    private record Signed(byte[] jws, RequestId id, Instant expiresAt) {}

    /** A compact JWS. */
    byte[] sign(String typ, KeyRecord signer, Consumer<Map<String, Object>> content) {
        return signed(typ, signer, content).jws();
    }

    SealedMessage seal(
            String typ, KeyRecord signer, String agent, KeyRing agentKeys, Consumer<Map<String, Object>> content) {
        KeyRecord recipient = agentKeys
                .ofAgent(agent)
                .newestLive(KeyUse.ENC, clock.instant())
                .orElseThrow(() -> new IllegalArgumentException("no live key of " + agent + " to seal to"));
        Signed signed = signed(typ, signer, content);
        String body = JweText.seal(signed.jws(), Layer.PACKAGE, List.of(recipient), random);
        return new SealedMessage(
                body.getBytes(StandardCharsets.US_ASCII),
                signed.id().value(),
                Jws.digest(signed.jws()),
                signed.expiresAt());
    }

    private Signed signed(String typ, KeyRecord signer, Consumer<Map<String, Object>> content) {
        Instant issuedAt = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        RequestId id = RequestIds.next(random);
        Map<String, Object> claims = Claims.common(issuer, audience, id, issuedAt, Validity.LONGEST);
        content.accept(claims);
        return new Signed(Jws.sign(Claims.write(claims), typ, signer), id, issuedAt.plus(Validity.LONGEST));
    }
}
