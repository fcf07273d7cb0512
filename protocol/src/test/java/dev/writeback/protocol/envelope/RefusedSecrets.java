package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RefusedPackages.withMember;
import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Step 10: the sealed secret. */
final class RefusedSecrets {
    private RefusedSecrets() {}

    static void addTo(RefusedVectors v) {
        form(v);
        keyAgreement(v);
        context(v);
        plaintext(v);
        passwords(v);
    }

    private static void form(RefusedVectors v) {
        v.reset("pwd is an empty object", SECRET_MEMBERS, f -> f.message.claim("pwd", Map.of()));
        jwe(v, "secret without ciphertext", SECRET_MEMBERS, s -> s.then(jwe -> jwe.remove("ciphertext")));
        jwe(v, "unknown member in pwd", SECRET_MEMBERS, s -> s.then(jwe -> jwe.put("x_a", 1)));
        jwe(v, "padding in the secret", SECRET_BASE64URL, s -> s.then(jwe -> jwe.put("tag", jwe.get("tag") + "==")));
        jwe(v, "secret's iv of 16 bytes", SECRET_IV, s -> s.bytes("iv", iv -> Arrays.copyOf(iv, 16)));
        jwe(v, "secret's tag of 12 bytes", SECRET_TAG, s -> s.bytes("tag", tag -> Arrays.copyOf(tag, 12)));
        jwe(
                v,
                "secret with 17 recipients",
                SECRET_RECIPIENT_COUNT,
                s -> s.then(jwe -> jwe.put(
                        "recipients",
                        Collections.nCopies(17, JweForge.recipients(jwe).get(0)))));
        jwe(
                v,
                "secret's recipient without key",
                SECRET_RECIPIENT_MEMBERS,
                s -> s.recipient(0, r -> r.remove("encrypted_key")));
        jwe(
                v,
                "secret's wrapped key of 48 bytes",
                SECRET_ENCRYPTED_KEY,
                s -> s.recipient(
                        0, r -> r.compute("encrypted_key", (n, key) -> JweForge.bent(key, b -> Arrays.copyOf(b, 48)))));
        jwe(
                v,
                "secret's header of more than 2 KiB",
                SECRET_HEADER_TOO_LARGE,
                s -> s.headerBytes = header -> RefusedVectors.padded(header, 2049));
        jwe(v, "secret's header is no JSON", SECRET_HEADER_TEXT, s -> s.header = h -> "x");
        jwe(v, "zip in the secret", SECRET_HEADER_MEMBERS, s -> s.header = h -> withMember(h, "\"zip\":\"DEF\""));
        jwe(v, "cty in the secret", SECRET_HEADER_MEMBERS, s -> s.header = h -> withMember(h, "\"cty\":\"JWT\""));
        jwe(
                v,
                "cty in a recipient of the secret",
                SECRET_HEADER_PLACEMENT,
                s -> s.recipientHeader(0, h -> h.put("cty", "JWT")));
        jwe(v, "typ of the package in the secret", SECRET_TYP, s -> s.header = h -> h.replace("pwb-secret", "pwb"));
        jwe(
                v,
                "enc A256CBC-HS512 in the secret",
                SECRET_ENC,
                s -> s.header = h -> h.replace("A256GCM", "A256CBC-HS512"));
        jwe(v, "alg dir in the secret", SECRET_ALG, s -> s.recipientHeader(0, h -> h.put("alg", "dir")));
        jwe(v, "alg none in the secret", SECRET_ALG, s -> s.recipientHeader(1, h -> h.put("alg", "none")));
        jwe(v, "kid of the secret is no thumbprint", SECRET_KID, s -> s.recipientHeader(0, h -> h.put("kid", "hq-1")));
        jwe(
                v,
                "duplicate kid in the secret",
                SECRET_DUPLICATE_KID,
                s -> s.recipients = List.of(s.recipients.get(0), s.recipients.get(0)));
        jwe(v, "epk missing in the secret", SECRET_EPK, s -> s.recipientHeader(0, h -> h.remove("epk")));
    }

    private static void keyAgreement(RefusedVectors v) {
        jwe(
                v,
                "secret sealed to another agent alone",
                SECRET_NOT_FOR_US,
                s -> s.recipients = List.of(s.recipients.get(1)));
        jwe(
                v,
                "our kid with the alg of another suite in the secret",
                SECRET_ALG_NOT_OF_RECORD,
                s -> s.recipient(0, r -> RefusedPackages.asRsa(r, 512)));
        jwe(
                v,
                "secret's epk off the curve",
                SECRET_EPK_OFF_CURVE,
                s -> s.epk(0, epk -> epk.compute("y", (n, y) -> JweForge.bent(y, RefusedPackages::flipLast))));
        jwe(
                v,
                "secret's wrapped key altered",
                SECRET_UNWRAP,
                s -> s.recipient(
                        0, r -> r.compute("encrypted_key", (n, key) -> JweForge.bent(key, RefusedPackages::flipLast))));
        jwe(v, "secret altered", SECRET_AUTHENTICATION, s -> s.bytes("ciphertext", RefusedPackages::flipLast));
    }

    private static void context(RefusedVectors v) {
        v.reset(
                "ctx of another user",
                SECRET_CONTEXT,
                f -> f.context = new SecretContext(
                        Parties.AUDIENCE,
                        f.context.request(),
                        Operation.RESET,
                        new Subject(Subject.Format.OBJECT_GUID, "00000000-8d1e-4a55-8a61-1c3f6f3f7a10")));
        v.reset(
                "same user in capitals",
                SECRET_CONTEXT,
                f -> f.context = new SecretContext(
                        Parties.AUDIENCE,
                        f.context.request(),
                        Operation.RESET,
                        new Subject(Subject.Format.OBJECT_GUID, "5B0F2E6A-8D1E-4A55-8A61-1C3F6F3F7A10")));
        v.reset(
                "sealed blob of another request",
                SECRET_CONTEXT,
                f -> f.context = new SecretContext(Parties.AUDIENCE, v.nextId(), Operation.RESET, f.context.subject()));
        v.reset(
                "sealed blob of another group",
                SECRET_CONTEXT,
                f -> f.context = new SecretContext(
                        "urn:pwb:6d1b2c:branch", f.context.request(), Operation.RESET, f.context.subject()));
        v.reset(
                "sealed blob of a validate",
                SECRET_CONTEXT,
                f -> f.context = new SecretContext(
                        Parties.AUDIENCE, f.context.request(), Operation.VALIDATE, f.context.subject()));
        v.reset(
                "sealed blob of a change",
                SECRET_OLD_PRESENCE,
                f -> f.context = new SecretContext(
                        Parties.AUDIENCE, f.context.request(), Operation.CHANGE, f.context.subject()));
        v.add(
                "change without old",
                SECRET_OLD_PRESENCE,
                Operation.CHANGE,
                0,
                f -> f.context =
                        new SecretContext(Parties.AUDIENCE, f.context.request(), Operation.RESET, f.context.subject()),
                UnaryOperator.identity());
    }

    private static void plaintext(RefusedVectors v) {
        plain(v, "space in the plaintext", SECRET_TEXT_FORM, t -> t.replace(",\"pad\":\"0", ", \"pad\":\""));
        plain(v, "pad of another digit", SECRET_TEXT_FORM, t -> t.replace("0\"}", "1\"}"));
        plain(v, "other member order", SECRET_TEXT_FORM, RefusedSecrets::newBeforeCtx);
        plain(
                v,
                "unknown member in the plaintext",
                SECRET_TEXT_FORM,
                t -> t.replace("\",\"pad\":\"" + "0".repeat(9), "\",\"x\":\"0\",\"pad\":\""));
        plain(v, "pad missing", SECRET_TEXT_FORM, t -> t.substring(0, t.indexOf(",\"pad\"")) + "}");
        plain(
                v,
                "escape in the plaintext",
                SECRET_TEXT_FORM,
                t -> t.replace("\"new\":\"", "\"new\":\"\\u0041").replace("\"pad\":\"000000", "\"pad\":\""));
        plain(v, "one pad character too many", SECRET_TEXT_LENGTH, t -> t.replace("0\"}", "00\"}"));
        plain(v, "one pad character too few", SECRET_TEXT_LENGTH, t -> t.replace("00\"}", "0\"}"));
        plain(
                v,
                "not the smallest length that fits",
                SECRET_TEXT_LENGTH,
                t -> t.replace("0\"}", "0".repeat(513) + "\"}"));
        plain(v, "no padding at all", SECRET_TEXT_LENGTH, t -> t.replaceAll("\"pad\":\"0*\"", "\"pad\":\"\""));
        plain(v, "8192 bytes", SECRET_TEXT_LENGTH, t -> t.replace("0\"}", "0".repeat(8192 - 512 + 1) + "\"}"));
    }

    private static void passwords(RefusedVectors v) {
        plain(v, "password with padding", PASSWORD_BASE64URL, t -> withNew(t, "QQ=="));
        plain(v, "password with tail bits", PASSWORD_BASE64URL, t -> withNew(t, "QR"));
        plain(v, "password in no alphabet", PASSWORD_BASE64URL, t -> withNew(t, "Q*Q*"));
        plain(v, "empty password", PASSWORD_LENGTH, t -> withNew(t, ""));
        plain(v, "password of 257 characters", PASSWORD_LENGTH, t -> withNew(t, encoded("a".repeat(257))));
        plain(
                v,
                "password of 128 emoji and a letter",
                PASSWORD_LENGTH,
                t -> withNew(t, encoded("\ud83d\ude00".repeat(128) + "a")));
        plain(v, "password with NUL", PASSWORD_NUL, t -> withNew(t, encoded("Pass\0word-123")));
        plain(
                v,
                "password with a lone surrogate",
                PASSWORD_NOT_UTF8,
                t -> withNew(t, Base64Url.encode(RefusedPackages.bytes('a', 0xED, 0xA0, 0x80))));
        plain(
                v,
                "password in Latin-1",
                PASSWORD_NOT_UTF8,
                t -> withNew(t, Base64Url.encode("Gr\u00fc\u00dfe-12345".getBytes(StandardCharsets.ISO_8859_1))));
        plain(
                v,
                "password with an overlong NUL",
                PASSWORD_NOT_UTF8,
                t -> withNew(t, Base64Url.encode(RefusedPackages.bytes('a', 0xC0, 0x80))));
        v.add(
                "old password with NUL",
                PASSWORD_NUL,
                Operation.CHANGE,
                0,
                f -> f.secretText =
                        t -> t.replaceFirst("\"old\":\"[^\"]*\"", "\"old\":\"" + encoded("old\0Pa55word") + "\""),
                UnaryOperator.identity());
    }

    /** Puts another password in and makes the length right again. */
    private static String withNew(String text, String encoded) {
        String unpadded = text.replaceFirst("\"new\":\"[^\"]*\"", "\"new\":\"" + encoded + "\"")
                .replaceFirst("\"pad\":\"0*\"", "\"pad\":\"\"");
        int length = unpadded.length() <= 512 ? 512 : unpadded.length() <= 1024 ? 1024 : 2048;
        return unpadded.replace("\"pad\":\"", "\"pad\":\"" + "0".repeat(length - unpadded.length()));
    }

    private static String newBeforeCtx(String text) {
        String ctx = text.substring(1, text.indexOf(",\"new\""));
        String rest = text.substring(text.indexOf("\"new\""), text.indexOf(",\"pad\""));
        return "{" + rest + "," + ctx + text.substring(text.indexOf(",\"pad\""));
    }

    private static String encoded(String password) {
        return Base64Url.encode(password.getBytes(StandardCharsets.UTF_8));
    }

    private static void jwe(RefusedVectors v, String name, Rejection why, Consumer<JweForge> bend) {
        v.reset(name, why, f -> bend.accept(f.secret));
    }

    private static void plain(RefusedVectors v, String name, Rejection why, UnaryOperator<String> bend) {
        v.reset(name, why, f -> f.secretText = bend);
    }
}
