package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.json.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Steps 5 and 6: the JWS inside the package. */
final class RefusedSignatures {
    private static final byte[] N =
            HexFormat.of().parseHex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private RefusedSignatures() {}

    static void addTo(RefusedVectors v) {
        jws(v, "two parts", JWS_FORM, jws -> jws.substring(0, jws.lastIndexOf('.')));
        jws(v, "four parts", JWS_FORM, jws -> jws + ".AA");
        jws(v, "five parts: a JWE where the JWS belongs", JWS_FORM, jws -> "AA.AA.AA.AA.AA");
        jws(v, "empty content", JWS_FORM, jws -> "");
        jws(v, "JSON serialization of a JWS", JWS_FORM, jws -> "{\"payload\":\"AA\",\"signatures\":[]}");
        jws(v, "line end after the JWS", JWS_BASE64URL, jws -> jws + "\n");
        jws(v, "space before the JWS", JWS_BASE64URL, jws -> " " + jws);
        jws(v, "padding in the signature", JWS_BASE64URL, jws -> jws + "==");
        jws(v, "non-canonical tail bits in the signature", JWS_BASE64URL, RefusedPackages::withTailBits);
        v.ping(
                "JWS header of more than 2 KiB",
                JWS_HEADER_TOO_LARGE,
                f -> f.message.jwsHeader = header -> header + " ".repeat(2048));
        header(v, "JWS header with kid twice", JWS_HEADER_TEXT, h -> RefusedPackages.withMember(h, "\"kid\":\"a\""));
        header(v, "JWS header is no JSON", JWS_HEADER_TEXT, h -> "alg=ES256");
        header(
                v,
                "crit in the JWS header",
                JWS_HEADER_MEMBERS,
                h -> RefusedPackages.withMember(h, "\"crit\":[\"b64\"]"));
        header(v, "jwk in the JWS header", JWS_HEADER_MEMBERS, h -> RefusedPackages.withMember(h, "\"jwk\":{}"));
        header(v, "x_ in the JWS header", JWS_HEADER_MEMBERS, h -> RefusedPackages.withMember(h, "\"x_a\":1"));
        header(v, "no kid in the JWS header", JWS_HEADER_MEMBERS, h -> h.replaceFirst("\"kid\":\"[^\"]*\",", ""));
        for (String alg : List.of("none", "None", "ES384", "ES256K", "RS256", "PS256", "EdDSA", "HS256", "es256")) {
            header(v, "JWS alg " + alg, JWS_ALG, h -> h.replace("ES256", alg));
        }
        jws(v, "JWS alg none without a signature", JWS_ALG, jws -> unsigned(jws, "none") + ".");
        v.ping(
                "HS256 with the public key as the secret",
                JWS_ALG,
                f -> f.message.jws = jws -> {
                    String input = unsigned(jws, "HS256");
                    byte[] publicKey = v.keys().cloud("signing").publicKey().getEncoded();
                    return input + "." + Base64Url.encode(hmac(publicKey, input));
                });
        header(v, "typ of an ack", JWS_TYP, h -> h.replace("pwb-req+jwt", "pwb-ack+jwt"));
        header(v, "typ JWT", JWS_TYP, h -> h.replace("pwb-req+jwt", "JWT"));
        header(v, "typ of a JWS with application/", JWS_TYP, h -> h.replace("pwb-req", "application/pwb-req"));
        v.ping(
                "signed by a stranger",
                SIGNER_UNKNOWN,
                f -> f.message.signer = v.keys().stranger("sig"));
        v.ping(
                "signed by an agent",
                SIGNER_UNKNOWN,
                f -> f.message.signer = v.keys().agent("hq-2", "sig"));
        header(
                v,
                "kid of the cloud's ack key",
                SIGNER_UNKNOWN,
                h -> h.replace(
                        v.keys().cloud("signing").id().value(),
                        v.keys().cloud("ack").id().value()));
        header(
                v,
                "JWS kid is no thumbprint",
                SIGNER_UNKNOWN,
                h -> h.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"1\""));
        v.ping(
                "signed by an expired key",
                SIGNER_NOT_LIVE,
                f -> f.message.signer = v.keys().cloud("expiredSigning"));
        signature(v, "signature of 63 bytes", SIGNATURE_LENGTH, s -> Arrays.copyOf(s, 63));
        signature(v, "signature of 65 bytes", SIGNATURE_LENGTH, s -> Arrays.copyOf(s, 65));
        signature(v, "no signature", SIGNATURE_LENGTH, s -> new byte[0]);
        signature(v, "DER signature", SIGNATURE_LENGTH, RefusedSignatures::der);
        signature(v, "r = 0", SIGNATURE_RANGE, s -> with(s, 0, new byte[32]));
        signature(v, "s = 0", SIGNATURE_RANGE, s -> with(s, 32, new byte[32]));
        signature(v, "r and s = 0", SIGNATURE_RANGE, s -> new byte[64]);
        signature(v, "r = n", SIGNATURE_RANGE, s -> with(s, 0, N));
        signature(v, "s = n", SIGNATURE_RANGE, s -> with(s, 32, N));
        signature(v, "r and s all ones", SIGNATURE_RANGE, s -> filled());
        signature(v, "signature altered", SIGNATURE_WRONG, RefusedPackages::flipLast);
        signature(
                v,
                "r and s exchanged",
                SIGNATURE_WRONG,
                s -> RefusedPackages.join(Arrays.copyOfRange(s, 32, 64), Arrays.copyOf(s, 32)));
        jws(v, "payload exchanged after signing", SIGNATURE_WRONG, jws -> {
            String[] parts = jws.split("\\.");
            String claims = new String(Base64Url.decode(parts[1]).orElseThrow(), StandardCharsets.UTF_8);
            return parts[0] + "."
                    + Base64Url.encode(claims.replace("\"v\":1", "\"v\":2").getBytes(StandardCharsets.UTF_8)) + "."
                    + parts[2];
        });
        header(v, "kid of the cloud over a stranger's signature", SIGNATURE_WRONG, h -> h);
    }

    private static void jws(RefusedVectors v, String name, Rejection why, UnaryOperator<String> bend) {
        v.ping(name, why, f -> f.message.jws = bend);
    }

    private static void header(RefusedVectors v, String name, Rejection why, UnaryOperator<String> bend) {
        v.ping(name, why, f -> {
            f.message.jwsHeader = bend;
            if (why == SIGNATURE_WRONG) {
                f.message.signer = v.keys().stranger("sig");
                f.message.jwsHeader = h -> h.replace(
                        v.keys().stranger("sig").id().value(),
                        v.keys().cloud("signing").id().value());
            }
        });
    }

    private static void signature(RefusedVectors v, String name, Rejection why, UnaryOperator<byte[]> bend) {
        v.ping(name, why, f -> f.message.signature = bend);
    }

    private static String unsigned(String jws, String alg) {
        String[] parts = jws.split("\\.");
        String header = new String(Base64Url.decode(parts[0]).orElseThrow(), StandardCharsets.UTF_8);
        return Base64Url.encode(header.replace("ES256", alg).getBytes(StandardCharsets.UTF_8)) + "." + parts[1];
    }

    private static byte[] hmac(byte[] key, String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(byte[] raw) {
        byte[] r = new BigInteger(1, Arrays.copyOf(raw, 32)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, 32, 64)).toByteArray();
        byte[] first = RefusedPackages.join(RefusedPackages.bytes(2, r.length), r);
        byte[] second = RefusedPackages.join(RefusedPackages.bytes(2, s.length), s);
        byte[] both = RefusedPackages.join(first, second);
        return RefusedPackages.join(RefusedPackages.bytes(0x30, both.length), both);
    }

    private static byte[] with(byte[] signature, int at, byte[] half) {
        byte[] bent = signature.clone();
        System.arraycopy(half, 0, bent, at, half.length);
        return bent;
    }

    private static byte[] filled() {
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xFF);
        return ones;
    }
}
