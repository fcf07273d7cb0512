package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Epoch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Proof that the sender of an announcement holds each of its signing keys: the claim {@code proof} of PWB/1, section 4. A
 * proof is good for one message alone.
 *
 * @param issuer {@code iss} of the announcement
 * @param id its {@code jti}
 * @param keys in the order of the announcement
 */
record Possession(String issuer, String audience, String id, Epoch epoch, KeyRing keys) {
    private static final String TYP = "pwb-pop+jwt";

    private List<KeyRecord> signingKeys() {
        return keys.all().stream().filter(key -> key.use() == KeyUse.SIG).toList();
    }

    private byte[] payload() {
        List<String> parts = new ArrayList<>(List.of("pwb-pop/1", issuer, audience, id, epoch.toString()));
        keys.all().forEach(key -> parts.add(key.id().value()));
        return String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    }

    /** One compact JWS by each signing key, in the order of the keys. */
    List<String> prove() {
        byte[] payload = payload();
        return signingKeys().stream()
                .map(key -> new String(Jws.sign(payload, TYP, key), StandardCharsets.US_ASCII))
                .toList();
    }

    /** Whatever the times of the keys: a proof says who holds them, not that they may be used. */
    void require(JsonObject claims) throws RejectedException {
        List<String> proofs = claims.strings("proof").orElseThrow(() -> new RejectedException(Rejection.PROOF_FORM));
        List<KeyRecord> signers = signingKeys();
        RejectedException.require(proofs.size() == signers.size(), Rejection.PROOF_FORM);
        byte[] payload = payload();
        for (int i = 0; i < proofs.size(); i++) {
            KeyRecord signer = signers.get(i);
            byte[] proof = proofs.get(i).getBytes(StandardCharsets.UTF_8);
            byte[] proved = Jws.read(proof, Jws.Signers.of(TYP, KeyRing.of(signer)), signer.notBefore())
                    .verify();
            RejectedException.require(MessageDigest.isEqual(payload, proved), Rejection.PROOF_PAYLOAD);
        }
    }
}
