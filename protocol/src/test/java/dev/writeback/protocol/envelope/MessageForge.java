package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Builds a valid signed and packed message that can be bent at each place before the next one is computed from it. */
final class MessageForge {
    final JweForge jwe;
    private final Map<String, Object> claims;
    private final String typ;
    KeyRecord signer;
    UnaryOperator<String> claimsText = UnaryOperator.identity();
    UnaryOperator<byte[]> claimsBytes = UnaryOperator.identity();
    UnaryOperator<String> jwsHeader = UnaryOperator.identity();
    UnaryOperator<byte[]> signature = UnaryOperator.identity();
    UnaryOperator<String> jws = UnaryOperator.identity();

    MessageForge(Map<String, Object> claims, String typ, KeyRecord signer, JweForge jwe) {
        this.claims = claims;
        this.typ = typ;
        this.signer = signer;
        this.jwe = jwe;
    }

    Map<String, Object> claims() {
        return claims;
    }

    void claims(Consumer<Map<String, Object>> bend) {
        bend.accept(claims);
    }

    void claim(String name, Object value) {
        claims.put(name, value);
    }

    /** The members of a claim that is an object. */
    Map<String, Object> inside(String name) {
        return JweForge.object(claims, name);
    }

    String compact() {
        String text = claimsText.apply(new String(StrictJson.write(claims), StandardCharsets.UTF_8));
        byte[] payload = claimsBytes.apply(text.getBytes(StandardCharsets.UTF_8));
        String header = jwsHeader.apply("{\"alg\":\"ES256\",\"kid\":\"" + signer.id() + "\",\"typ\":\"" + typ + "\"}");
        String input = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + Base64Url.encode(payload);
        byte[] signed = signature.apply(Es256.sign(signer, input.getBytes(StandardCharsets.US_ASCII)));
        return jws.apply(input + "." + Base64Url.encode(signed));
    }

    byte[] body() {
        return jwe.seal(compact().getBytes(StandardCharsets.UTF_8), Layer.PACKAGE)
                .getBytes(StandardCharsets.UTF_8);
    }
}
