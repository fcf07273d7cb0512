package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.Suite;
import dev.writeback.protocol.json.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a JWE in the form of PWB/1, section 2: {@code alg}, {@code kid}, {@code epk} always per recipient. */
final class JweText {
    private JweText() {}

    /**
     * Seals to each of the keys. Every value written is base64url or a constant, so no escape is ever needed.
     *
     * @throws IllegalArgumentException when there are no recipients, or more than 16
     */
    static String seal(byte[] plaintext, Layer layer, List<KeyRecord> recipients, SecureRandom random) {
        if (recipients.isEmpty() || recipients.size() > Limits.RECIPIENTS) {
            throw new IllegalArgumentException(
                    "a message has 1 to " + Limits.RECIPIENTS + " recipients, not " + recipients.size());
        }
        String header = "{\"enc\":\"" + Suite.CONTENT_ENCRYPTION + "\",\"typ\":\"" + layer.typ() + "\""
                + layer.cty().map(cty -> ",\"cty\":\"" + cty + "\"").orElse("") + "}";
        String protectedText = Base64Url.encode(header.getBytes(StandardCharsets.US_ASCII));
        ContentKey key = ContentKey.generate(random);
        String entries = recipients.stream()
                .map(recipient -> entry(key.wrapFor(recipient, random)))
                .collect(Collectors.joining(","));
        ContentKey.Sealed sealed = key.seal(plaintext, protectedText.getBytes(StandardCharsets.US_ASCII), random);
        return "{\"protected\":\"" + protectedText + "\",\"recipients\":[" + entries + "],\"iv\":\""
                + Base64Url.encode(sealed.iv()) + "\",\"ciphertext\":\"" + Base64Url.encode(sealed.ciphertext())
                + "\",\"tag\":\"" + Base64Url.encode(sealed.tag()) + "\"}";
    }

    private static String entry(ContentKey.Wrapped wrapped) {
        return "{\"header\":{\"alg\":\"" + Suite.S1.keyManagement() + "\",\"kid\":\"" + wrapped.recipient()
                + "\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                + Base64Url.encode(wrapped.ephemeral().x()) + "\",\"y\":\""
                + Base64Url.encode(wrapped.ephemeral().y()) + "\"}},\"encrypted_key\":\""
                + Base64Url.encode(wrapped.bytes()) + "\"}";
    }
}
