package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Builds a valid JWE that can be bent at each place before the next one is computed from it. */
final class JweForge {
    private final SecureRandom random;
    List<KeyRecord> recipients;
    UnaryOperator<String> header = UnaryOperator.identity();
    UnaryOperator<byte[]> headerBytes = UnaryOperator.identity();
    Consumer<Map<String, Object>> members = jwe -> {};
    UnaryOperator<String> text = UnaryOperator.identity();

    JweForge(List<KeyRecord> recipients, SecureRandom random) {
        this.recipients = recipients;
        this.random = random;
    }

    /** Bends one recipient. */
    void recipient(int index, Consumer<Map<String, Object>> bend) {
        then(jwe -> bend.accept(recipients(jwe).get(index)));
    }

    /** Bends the header of one recipient. */
    void recipientHeader(int index, Consumer<Map<String, Object>> bend) {
        recipient(index, entry -> bend.accept(object(entry, "header")));
    }

    /** Bends the ephemeral key of one recipient. */
    void epk(int index, Consumer<Map<String, Object>> bend) {
        recipientHeader(index, header -> bend.accept(object(header, "epk")));
    }

    /** Bends the decoded bytes of a base64url member. */
    void bytes(String member, UnaryOperator<byte[]> bend) {
        then(jwe -> jwe.compute(member, (name, value) -> bent(value, bend)));
    }

    static Object bent(Object value, UnaryOperator<byte[]> bend) {
        return Base64Url.encode(bend.apply(Base64Url.decode((String) value).orElseThrow()));
    }

    void then(Consumer<Map<String, Object>> bend) {
        members = members.andThen(bend);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> holder, String name) {
        return (Map<String, Object>) holder.get(name);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> recipients(Map<String, Object> jwe) {
        return (List<Map<String, Object>>) jwe.get("recipients");
    }

    String seal(byte[] plaintext, Layer layer) {
        String headerText = header.apply("{\"enc\":\"A256GCM\",\"typ\":\"" + layer.typ() + "\""
                + layer.cty().map(cty -> ",\"cty\":\"" + cty + "\"").orElse("") + "}");
        String protectedText = Base64Url.encode(headerBytes.apply(headerText.getBytes(StandardCharsets.UTF_8)));
        ContentKey key = ContentKey.generate(random);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (KeyRecord recipient : recipients) {
            entries.add(entry(key.wrapFor(recipient, random)));
        }
        ContentKey.Sealed sealed = key.seal(plaintext, protectedText.getBytes(StandardCharsets.US_ASCII), random);
        Map<String, Object> jwe = new LinkedHashMap<>();
        jwe.put("protected", protectedText);
        jwe.put("recipients", entries);
        jwe.put("iv", Base64Url.encode(sealed.iv()));
        jwe.put("ciphertext", Base64Url.encode(sealed.ciphertext()));
        jwe.put("tag", Base64Url.encode(sealed.tag()));
        members.accept(jwe);
        return text.apply(new String(StrictJson.write(jwe), StandardCharsets.UTF_8));
    }

    private static Map<String, Object> entry(ContentKey.Wrapped wrapped) {
        Map<String, Object> epk = new LinkedHashMap<>();
        epk.put("kty", "EC");
        epk.put("crv", "P-256");
        epk.put("x", Base64Url.encode(wrapped.ephemeral().x()));
        epk.put("y", Base64Url.encode(wrapped.ephemeral().y()));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ECDH-ES+A256KW");
        header.put("kid", wrapped.recipient().value());
        header.put("epk", epk);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("header", header);
        entry.put("encrypted_key", Base64Url.encode(wrapped.bytes()));
        return entry;
    }
}
