package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.ContentKey;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.Suite;
import dev.writeback.protocol.envelope.Layer.Fault;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.JsonFault;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JWE in general JSON serialization whose form is exactly that of PWB/1, section 2. Nothing about its content is known.
 *
 * @param additionalData the ASCII of the member {@code protected}
 * @param recipients 1 to 16, each kid once
 * @param content decoded {@code iv}, {@code ciphertext} and {@code tag}
 */
record JweForm(Layer layer, byte[] additionalData, List<Recipient> recipients, ContentKey.Sealed content) {
    private static final Set<String> MEMBERS = Set.of("protected", "recipients", "iv", "ciphertext", "tag");
    private static final Set<String> PER_RECIPIENT = Set.of("alg", "kid", "epk");
    private static final Set<String> EPK_MEMBERS = Set.of("kty", "crv", "x", "y");
    private static final int COORDINATE = 32;
    // Of RSA with 3072 and 4096 bits.
    private static final Set<Integer> RSA_WRAPPED_BYTES = Set.of(384, 512);

    /**
     * One recipient.
     *
     * @param suite the suite that its {@code alg} belongs to
     * @param epk present for S1 alone; whether the curve has such a point is not known
     */
    record Recipient(KeyId kid, Suite suite, Optional<Epk> epk, byte[] encryptedKey) {}

    /** The two coordinates of an ephemeral key, 32 bytes each. */
    record Epk(byte[] x, byte[] y) {}

    static JweForm read(JsonObject jwe, Layer layer) throws RejectedException {
        layer.require(jwe.names().equals(MEMBERS), Fault.MEMBERS);
        String protectedText = text(jwe, "protected", layer);
        JsonObject header = header(protectedText, layer);
        byte[] iv = bytes(text(jwe, "iv", layer), layer);
        layer.require(iv.length == ContentKey.IV_BYTES, Fault.IV);
        byte[] tag = bytes(text(jwe, "tag", layer), layer);
        layer.require(tag.length == ContentKey.TAG_BYTES, Fault.TAG);
        byte[] ciphertext = bytes(text(jwe, "ciphertext", layer), layer);
        List<JsonObject> recipients = jwe.objects("recipients").orElseThrow(() -> layer.rejected(Fault.MEMBERS));
        return new JweForm(
                layer,
                protectedText.getBytes(StandardCharsets.US_ASCII),
                recipients(recipients, header, layer),
                new ContentKey.Sealed(iv, ciphertext, tag));
    }

    private static JsonObject header(String protectedText, Layer layer) throws RejectedException {
        JsonObject header;
        try {
            header = StrictJson.readObject(bytes(protectedText, layer), Limits.HEADER);
        } catch (JsonFault e) {
            throw layer.rejected(e.kind() == JsonFault.Kind.TOO_LARGE ? Fault.HEADER_TOO_LARGE : Fault.HEADER_TEXT);
        }
        Set<String> common = new HashSet<>(header.names());
        common.removeAll(PER_RECIPIENT);
        Set<String> known = layer.cty().isPresent() ? Set.of("enc", "typ", "cty") : Set.of("enc", "typ");
        layer.require(known.containsAll(common), Fault.HEADER_MEMBERS);
        layer.require(is(header, "typ", layer.typ()), Fault.TYP);
        layer.require(layer.cty().isEmpty() || is(header, "cty", layer.cty().orElseThrow()), Fault.CTY);
        layer.require(is(header, "enc", Suite.CONTENT_ENCRYPTION), Fault.ENC);
        return header;
    }

    private static List<Recipient> recipients(List<JsonObject> list, JsonObject header, Layer layer)
            throws RejectedException {
        layer.require(!list.isEmpty() && list.size() <= Limits.RECIPIENTS, Fault.RECIPIENT_COUNT);
        boolean alone = list.size() == 1;
        layer.require(alone || header.names().stream().noneMatch(PER_RECIPIENT::contains), Fault.HEADER_PLACEMENT);
        List<Recipient> recipients = new ArrayList<>();
        Set<KeyId> kids = new HashSet<>();
        for (JsonObject entry : list) {
            layer.require(known(entry.names(), alone), Fault.RECIPIENT_MEMBERS);
            Recipient recipient = recipient(entry, header, layer);
            layer.require(kids.add(recipient.kid()), Fault.DUPLICATE_KID);
            recipients.add(recipient);
        }
        return List.copyOf(recipients);
    }

    private static boolean known(Set<String> names, boolean alone) {
        return names.equals(Set.of("header", "encrypted_key")) || (alone && names.equals(Set.of("encrypted_key")));
    }

    private static Recipient recipient(JsonObject entry, JsonObject header, Layer layer) throws RejectedException {
        Optional<JsonObject> own = entry.object("header");
        // RFC 7516, section 7.2.1: absent when it would be empty.
        layer.require(
                !entry.has("header") || own.filter(o -> !o.names().isEmpty()).isPresent(), Fault.RECIPIENT_MEMBERS);
        for (String name : own.map(JsonObject::names).orElse(Set.of())) {
            boolean misplaced = header.has(name) || Set.of("enc", "typ", "cty").contains(name);
            layer.require(!misplaced, Fault.HEADER_PLACEMENT);
            layer.require(PER_RECIPIENT.contains(name), Fault.HEADER_MEMBERS);
        }
        Suite suite = holding("alg", own, header)
                .string("alg")
                .flatMap(Suite::ofKeyManagement)
                .orElseThrow(() -> layer.rejected(Fault.ALG));
        KeyId kid = holding("kid", own, header)
                .string("kid")
                .filter(KeyId::isValid)
                .map(KeyId::new)
                .orElseThrow(() -> layer.rejected(Fault.KID));
        Optional<Epk> epk = epk(holding("epk", own, header), suite, layer);
        byte[] encryptedKey =
                bytes(entry.string("encrypted_key").orElseThrow(() -> layer.rejected(Fault.RECIPIENT_MEMBERS)), layer);
        layer.require(
                suite == Suite.S1
                        ? encryptedKey.length == ContentKey.WRAPPED_BYTES
                        : RSA_WRAPPED_BYTES.contains(encryptedKey.length),
                Fault.ENCRYPTED_KEY);
        return new Recipient(kid, suite, epk, encryptedKey);
    }

    private static JsonObject holding(String name, Optional<JsonObject> own, JsonObject header) {
        return own.filter(o -> o.has(name)).orElse(header);
    }

    private static Optional<Epk> epk(JsonObject holder, Suite suite, Layer layer) throws RejectedException {
        layer.require(holder.has("epk") == (suite == Suite.S1), Fault.EPK);
        if (suite != Suite.S1) {
            return Optional.empty();
        }
        JsonObject epk = holder.object("epk").orElseThrow(() -> layer.rejected(Fault.EPK));
        layer.require(epk.names().equals(EPK_MEMBERS) && is(epk, "kty", "EC") && is(epk, "crv", "P-256"), Fault.EPK);
        byte[] x = bytes(epk.string("x").orElseThrow(() -> layer.rejected(Fault.EPK)), layer);
        byte[] y = bytes(epk.string("y").orElseThrow(() -> layer.rejected(Fault.EPK)), layer);
        layer.require(x.length == COORDINATE && y.length == COORDINATE, Fault.EPK);
        return Optional.of(new Epk(x, y));
    }

    private static boolean is(JsonObject object, String name, String value) {
        return object.string(name).filter(value::equals).isPresent();
    }

    private static String text(JsonObject object, String name, Layer layer) throws RejectedException {
        return object.string(name).orElseThrow(() -> layer.rejected(Fault.MEMBERS));
    }

    private static byte[] bytes(String text, Layer layer) throws RejectedException {
        return Base64Url.decode(text).orElseThrow(() -> layer.rejected(Fault.BASE64URL));
    }
}
