package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Steps 1 to 4: the package. */
final class RefusedPackages {
    private static final String P = "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";

    private RefusedPackages() {}

    static void addTo(RefusedVectors v) {
        text(v);
        members(v);
        headers(v);
        recipients(v);
        keyAgreement(v);
    }

    private static void text(RefusedVectors v) {
        v.body("body of 64 KiB and one byte", PACKAGE_TOO_LARGE, body -> RefusedVectors.padded(body, 65537));
        v.body("byte order mark", PACKAGE_BYTE_ORDER_MARK, body -> join(bytes(0xEF, 0xBB, 0xBF), body));
        v.body("invalid UTF-8", PACKAGE_NOT_UTF8, body -> replaced(body, "\"iv\":\"", bytes(0xC3)));
        v.body("overlong UTF-8", PACKAGE_NOT_UTF8, body -> replaced(body, "\"iv\":\"", bytes(0xC0, 0xAF)));
        v.body("surrogate in UTF-8", PACKAGE_NOT_UTF8, body -> replaced(body, "\"iv\":\"", bytes(0xED, 0xA0, 0x80)));
        v.body(
                "UTF-16",
                PACKAGE_SYNTAX,
                body -> new String(body, StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16LE));
        v.body("empty body", PACKAGE_NOT_AN_OBJECT, body -> new byte[0]);
        v.text("last brace missing", PACKAGE_SYNTAX, text -> text.substring(0, text.length() - 1));
        v.text("single quotes", PACKAGE_SYNTAX, text -> text.replace('"', '\''));
        v.text("comment", PACKAGE_SYNTAX, text -> text.replaceFirst(",", ",/* */"));
        v.text("trailing comma", PACKAGE_SYNTAX, text -> text.substring(0, text.length() - 1) + ",}");
        v.text("control character in a string", PACKAGE_SYNTAX, text -> text.replaceFirst("\"iv\":\"", "\"iv\":\"\n"));
        v.text("second object after the first", PACKAGE_TRAILING_TEXT, text -> text + "{}");
        v.text("NUL after the object", PACKAGE_TRAILING_TEXT, text -> text + "\0");
        v.text("depth 7", PACKAGE_TOO_DEEP, text -> withMember(text, "\"x_a\":[[[[[[]]]]]]"));
        v.text("depth bomb", PACKAGE_TOO_DEEP, text -> withMember(text, "\"x_a\":" + "[".repeat(20000)));
        v.text("member twice", PACKAGE_DUPLICATE_MEMBER, text -> withMember(text, "\"iv\":\"AAAAAAAAAAAAAAAA\""));
        v.text(
                "member twice, once escaped",
                PACKAGE_DUPLICATE_MEMBER,
                text -> withMember(text, "\"\\u0069v\":\"AAAAAAAAAAAAAAAA\""));
        v.text("lone surrogate", PACKAGE_LONE_SURROGATE, text -> withMember(text, "\"x_a\":\"\\ud800\""));
        v.text("number with a fraction", PACKAGE_NUMBER, text -> withMember(text, "\"x_a\":1.0"));
        v.text("number with an exponent", PACKAGE_NUMBER, text -> withMember(text, "\"x_a\":1e3"));
        v.text("number of 2^53", PACKAGE_NUMBER, text -> withMember(text, "\"x_a\":9007199254740992"));
        v.text("array around the package", PACKAGE_NOT_AN_OBJECT, text -> "[" + text + "]");
        v.text("package as a JSON string", PACKAGE_NOT_AN_OBJECT, text -> "\"" + text.replace("\"", "\\\"") + "\"");
        v.text("compact serialization", PACKAGE_SYNTAX, text -> "eyJlbmMiOiJBMjU2R0NNIn0.AA.AA.AA.AA");
    }

    private static void members(RefusedVectors v) {
        v.ping("ciphertext missing", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.remove("ciphertext")));
        v.ping("tag missing", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.remove("tag")));
        v.ping("unprotected header", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.put("unprotected", Map.of())));
        v.ping("aad", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.put("aad", "")));
        v.ping("unknown member with x_", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.put("x_a", 1)));
        v.ping(
                "flattened serialization",
                PACKAGE_MEMBERS,
                f -> f.message.jwe.then(jwe -> {
                    jwe.putAll(JweForge.recipients(jwe).get(0));
                    jwe.remove("recipients");
                }));
        v.ping("iv is a number", PACKAGE_MEMBERS, f -> f.message.jwe.then(jwe -> jwe.put("iv", 1)));
        v.ping(
                "iv is null",
                PACKAGE_MEMBERS,
                f -> f.message.jwe.text = text -> text.replaceFirst("\"iv\":\"[^\"]*\"", "\"iv\":null"));
        v.ping(
                "recipients is an object",
                PACKAGE_MEMBERS,
                f -> f.message.jwe.then(
                        jwe -> jwe.put("recipients", JweForge.recipients(jwe).get(0))));
        v.ping("padding", PACKAGE_BASE64URL, f -> f.message.jwe.then(jwe -> jwe.put("tag", jwe.get("tag") + "==")));
        v.ping(
                "non-canonical tail bits",
                PACKAGE_BASE64URL,
                f -> f.message.jwe.then(jwe -> jwe.put("tag", withTailBits((String) jwe.get("tag")))));
        v.ping(
                "alphabet of base64, not base64url",
                PACKAGE_BASE64URL,
                f -> f.message.jwe.then(jwe -> jwe.put("iv", "AAAAAAAAAAAAAA+/")));
        v.ping(
                "line end inside base64url",
                PACKAGE_BASE64URL,
                f -> f.message.jwe.then(jwe -> jwe.put("iv", jwe.get("iv") + "\n")));
        v.ping("iv of 11 bytes", PACKAGE_IV, f -> f.message.jwe.bytes("iv", iv -> Arrays.copyOf(iv, 11)));
        v.ping("iv of 16 bytes", PACKAGE_IV, f -> f.message.jwe.bytes("iv", iv -> Arrays.copyOf(iv, 16)));
        v.ping("tag of 96 bits", PACKAGE_TAG, f -> f.message.jwe.bytes("tag", tag -> Arrays.copyOf(tag, 12)));
        v.ping("tag of 95 bits", PACKAGE_TAG, f -> f.message.jwe.bytes("tag", RefusedPackages::with95Bits));
        v.ping("tag of 17 bytes", PACKAGE_TAG, f -> f.message.jwe.bytes("tag", tag -> Arrays.copyOf(tag, 17)));
    }

    private static void headers(RefusedVectors v) {
        v.ping(
                "protected header of 2 KiB and one byte",
                PACKAGE_HEADER_TOO_LARGE,
                f -> f.message.jwe.headerBytes = header -> RefusedVectors.padded(header, 2049));
        header(v, "protected header is an array", PACKAGE_HEADER_TEXT, h -> "[" + h + "]");
        header(
                v,
                "protected header with a member twice",
                PACKAGE_HEADER_TEXT,
                h -> withMember(h, "\"enc\":\"A256GCM\""));
        header(v, "protected header with text after it", PACKAGE_HEADER_TEXT, h -> h + "x");
        header(v, "zip", PACKAGE_HEADER_MEMBERS, h -> withMember(h, "\"zip\":\"DEF\""));
        header(v, "crit", PACKAGE_HEADER_MEMBERS, h -> withMember(h, "\"crit\":[\"exp\"]"));
        header(v, "jku", PACKAGE_HEADER_MEMBERS, h -> withMember(h, "\"jku\":\"https://example.net/keys\""));
        header(v, "typ of the secret", PACKAGE_TYP, h -> h.replace("pwb+jwe", "pwb-secret+jwe"));
        header(v, "typ with application/", PACKAGE_TYP, h -> h.replace("pwb+jwe", "application/pwb+jwe"));
        header(v, "typ in capitals", PACKAGE_TYP, h -> h.replace("pwb+jwe", "PWB+JWE"));
        header(v, "typ missing", PACKAGE_TYP, h -> h.replace("\"typ\":\"pwb+jwe\",", ""));
        header(v, "cty missing", PACKAGE_CTY, h -> h.replace(",\"cty\":\"JWT\"", ""));
        header(v, "cty in small letters", PACKAGE_CTY, h -> h.replace("JWT", "jwt"));
        header(v, "enc A128CBC-HS256", PACKAGE_ENC, h -> h.replace("A256GCM", "A128CBC-HS256"));
        header(v, "enc A128GCM", PACKAGE_ENC, h -> h.replace("A256GCM", "A128GCM"));
        header(
                v,
                "alg in protected beside two recipients",
                PACKAGE_HEADER_PLACEMENT,
                h -> withMember(h, "\"alg\":\"ECDH-ES+A256KW\""));
        v.ping("kid in both places", PACKAGE_HEADER_PLACEMENT, f -> {
            KeyRecord one = f.message.jwe.recipients.get(0);
            f.message.jwe.recipients = List.of(one);
            f.message.jwe.header = h -> withMember(h, "\"kid\":\"" + one.id() + "\"");
        });
        recipientHeader(v, "enc in a recipient's header", PACKAGE_HEADER_PLACEMENT, "enc", "A256GCM");
        recipientHeader(v, "apu", PACKAGE_HEADER_MEMBERS, "apu", "AA");
        recipientHeader(v, "apv", PACKAGE_HEADER_MEMBERS, "apv", "AA");
        recipientHeader(v, "x_ in a recipient's header", PACKAGE_HEADER_MEMBERS, "x_a", "1");
        for (String alg : List.of(
                "none",
                "dir",
                "ECDH-ES",
                "ECDH-ES+A128KW",
                "A256KW",
                "A256GCMKW",
                "RSA1_5",
                "RSA-OAEP",
                "PBES2-HS512+A256KW",
                "HS256",
                "ecdh-es+a256kw")) {
            recipientHeader(v, "alg " + alg + " for us", PACKAGE_ALG, "alg", alg);
        }
        v.ping(
                "alg RSA1_5 for the other recipient",
                PACKAGE_ALG,
                f -> f.message.jwe.recipientHeader(1, h -> h.put("alg", "RSA1_5")));
        v.ping("alg missing", PACKAGE_ALG, f -> f.message.jwe.recipientHeader(0, h -> h.remove("alg")));
        v.ping("kid missing", PACKAGE_KID, f -> f.message.jwe.recipientHeader(0, h -> h.remove("kid")));
        recipientHeader(v, "kid of 42 characters", PACKAGE_KID, "kid", "A".repeat(42));
        recipientHeader(v, "kid is no base64url", PACKAGE_KID, "kid", "/".repeat(43));
    }

    private static void recipients(RefusedVectors v) {
        v.ping(
                "no recipients",
                PACKAGE_RECIPIENT_COUNT,
                f -> f.message.jwe.then(jwe -> jwe.put("recipients", List.of())));
        v.ping(
                "17 recipients",
                PACKAGE_RECIPIENT_COUNT,
                f -> f.message.jwe.then(jwe -> jwe.put(
                        "recipients",
                        Collections.nCopies(17, JweForge.recipients(jwe).get(0)))));
        v.ping(
                "duplicate kid",
                PACKAGE_DUPLICATE_KID,
                f -> f.message.jwe.recipients =
                        List.of(f.message.jwe.recipients.get(0), f.message.jwe.recipients.get(0)));
        v.ping(
                "unknown member in a recipient",
                PACKAGE_RECIPIENT_MEMBERS,
                f -> f.message.jwe.recipient(1, r -> r.put("x_a", 1)));
        v.ping(
                "encrypted_key missing",
                PACKAGE_RECIPIENT_MEMBERS,
                f -> f.message.jwe.recipient(0, r -> r.remove("encrypted_key")));
        v.ping(
                "one of two recipients without header",
                PACKAGE_RECIPIENT_MEMBERS,
                f -> f.message.jwe.recipient(1, r -> r.remove("header")));
        v.ping(
                "empty header",
                PACKAGE_RECIPIENT_MEMBERS,
                f -> f.message.jwe.recipient(1, r -> r.put("header", Map.of())));
        v.ping(
                "wrapped key of 39 bytes",
                PACKAGE_ENCRYPTED_KEY,
                f -> f.message.jwe.recipient(
                        0, r -> r.compute("encrypted_key", (n, key) -> JweForge.bent(key, b -> Arrays.copyOf(b, 39)))));
        v.ping(
                "RSA of 2048 bits for the other recipient",
                PACKAGE_ENCRYPTED_KEY,
                f -> f.message.jwe.recipient(1, r -> asRsa(r, 256)));
        v.ping("epk beside RSA", PACKAGE_EPK, f -> f.message.jwe.recipientHeader(1, h -> h.put("alg", "RSA-OAEP-256")));
        v.ping("epk missing", PACKAGE_EPK, f -> f.message.jwe.recipientHeader(0, h -> h.remove("epk")));
        v.ping("epk on P-384", PACKAGE_EPK, f -> f.message.jwe.epk(0, epk -> epk.put("crv", "P-384")));
        v.ping("epk of another kty", PACKAGE_EPK, f -> f.message.jwe.epk(0, epk -> epk.put("kty", "OKP")));
        v.ping("unknown member in epk", PACKAGE_EPK, f -> f.message.jwe.epk(0, epk -> epk.put("use", "enc")));
        v.ping("private epk", PACKAGE_EPK, f -> f.message.jwe.epk(0, epk -> epk.put("d", "AA")));
        v.ping("epk without y", PACKAGE_EPK, f -> f.message.jwe.epk(0, epk -> epk.remove("y")));
        v.ping(
                "epk x of 33 bytes",
                PACKAGE_EPK,
                f -> f.message.jwe.epk(
                        0, epk -> epk.compute("x", (n, x) -> JweForge.bent(x, b -> join(new byte[1], b)))));
        v.ping(
                "our kid with the alg of another suite",
                PACKAGE_ALG_NOT_OF_RECORD,
                f -> f.message.jwe.recipient(0, r -> asRsa(r, 384)));
        v.add(
                "sealed to other agents alone",
                "-",
                "released",
                Operation.PING,
                0,
                f -> f.message.jwe.recipients = List.of(f.message.jwe.recipients.get(1)),
                UnaryOperator.identity());
        v.add(
                "sealed to our expired key",
                "-",
                "released",
                Operation.PING,
                0,
                f -> f.message.jwe.recipients = List.of(v.keys().agent("hq-1", "expiredEnc")),
                UnaryOperator.identity());
        v.add(
                "sealed to our signing key",
                "-",
                "released",
                Operation.PING,
                0,
                f -> f.message.jwe.recipients = List.of(v.keys().agent("hq-1", "sig")),
                UnaryOperator.identity());
    }

    private static void keyAgreement(RefusedVectors v) {
        byte[] p = HexFormat.of().parseHex(P);
        coordinate(v, "epk off the curve", "y", RefusedPackages::flipLast);
        coordinate(v, "epk x not below p", "x", x -> p);
        v.ping(
                "epk of 0, 0: the point at infinity",
                PACKAGE_EPK_OFF_CURVE,
                f -> f.message.jwe.epk(0, epk -> {
                    epk.put("x", Base64Url.encode(new byte[32]));
                    epk.put("y", Base64Url.encode(new byte[32]));
                }));
        v.ping(
                "wrapped key altered",
                PACKAGE_UNWRAP,
                f -> f.message.jwe.recipient(
                        0, r -> r.compute("encrypted_key", (n, key) -> JweForge.bent(key, RefusedPackages::flipLast))));
        v.ping(
                "wrapped keys of two recipients exchanged",
                PACKAGE_UNWRAP,
                f -> f.message.jwe.then(jwe -> {
                    List<Map<String, Object>> both = JweForge.recipients(jwe);
                    Object first = both.get(0).get("encrypted_key");
                    both.get(0).put("encrypted_key", both.get(1).get("encrypted_key"));
                    both.get(1).put("encrypted_key", first);
                }));
        v.ping(
                "kid of two recipients exchanged",
                PACKAGE_UNWRAP,
                f -> f.message.jwe.then(jwe -> {
                    List<Map<String, Object>> both = new ArrayList<>(JweForge.recipients(jwe));
                    Object first = JweForge.object(both.get(0), "header").get("kid");
                    JweForge.object(both.get(0), "header")
                            .put("kid", JweForge.object(both.get(1), "header").get("kid"));
                    JweForge.object(both.get(1), "header").put("kid", first);
                }));
        v.ping("tag altered", PACKAGE_AUTHENTICATION, f -> f.message.jwe.bytes("tag", RefusedPackages::flipLast));
        v.ping("iv altered", PACKAGE_AUTHENTICATION, f -> f.message.jwe.bytes("iv", RefusedPackages::flipLast));
        v.ping(
                "ciphertext altered",
                PACKAGE_AUTHENTICATION,
                f -> f.message.jwe.bytes("ciphertext", RefusedPackages::flipLast));
        v.ping("ciphertext empty", PACKAGE_AUTHENTICATION, f -> f.message.jwe.then(jwe -> jwe.put("ciphertext", "")));
        v.ping(
                "protected header rewritten",
                PACKAGE_AUTHENTICATION,
                f -> f.message.jwe.then(jwe -> jwe.put(
                        "protected",
                        Base64Url.encode(StrictJson.write(
                                RequestForge.members("typ", "pwb+jwe", "enc", "A256GCM", "cty", "JWT"))))));
    }

    private static void coordinate(RefusedVectors v, String name, String member, UnaryOperator<byte[]> bend) {
        v.ping(
                name,
                PACKAGE_EPK_OFF_CURVE,
                f -> f.message.jwe.epk(0, epk -> epk.compute(member, (n, value) -> JweForge.bent(value, bend))));
    }

    private static void header(RefusedVectors v, String name, Rejection why, UnaryOperator<String> bend) {
        v.ping(name, why, f -> f.message.jwe.header = bend);
    }

    private static void recipientHeader(RefusedVectors v, String name, Rejection why, String member, String value) {
        v.ping(name, why, f -> f.message.jwe.recipientHeader(0, h -> h.put(member, value)));
    }

    static void asRsa(Map<String, Object> recipient, int bytes) {
        JweForge.object(recipient, "header").put("alg", "RSA-OAEP-256");
        JweForge.object(recipient, "header").remove("epk");
        recipient.put("encrypted_key", Base64Url.encode(new byte[bytes]));
    }

    static byte[] flipLast(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[flipped.length - 1] ^= 1;
        return flipped;
    }

    static String withMember(String object, String member) {
        return object.substring(0, object.length() - 1) + "," + member + "}";
    }

    static String withTailBits(String text) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = text.length() - 1;
        return text.substring(0, last) + alphabet.charAt(alphabet.indexOf(text.charAt(last)) | 1);
    }

    private static byte[] with95Bits(byte[] tag) {
        byte[] cut = Arrays.copyOf(tag, 12);
        cut[11] &= (byte) 0xFE;
        return cut;
    }

    private static byte[] replaced(byte[] body, String before, byte[] instead) {
        int at = new String(body, StandardCharsets.ISO_8859_1).indexOf(before) + before.length();
        byte[] bent = body.clone();
        System.arraycopy(instead, 0, bent, at, instead.length);
        return bent;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
