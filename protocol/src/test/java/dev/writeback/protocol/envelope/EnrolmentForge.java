package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.Es256;
import dev.writeback.protocol.crypto.HmacSha256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Epoch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Builds the valid messages of one enrolment by the letter of section 8; each can be bent at each place. */
final class EnrolmentForge {
    static final String CID = "7QK2M9XA";
    static final String SECRET = "4T9C0ZQ8MHW3RB6XN1VKDY5JPE";
    static final String TENANT = "6d1b2c";
    static final String CONNECTION =
            "Endpoint=sb://bus.example.net/;SharedAccessKeyName=agent;SharedAccessKey=c2VjcmV0";

    private static final long IAT = Parties.NOW.getEpochSecond();

    final VectorKeys keys;
    final SecureRandom random;
    final KeyRecord enc;
    final KeyRecord sig;
    String nonce = Base64Url.encode(sha256("nonce"));
    String challenge = Base64Url.encode(sha256("challenge"));

    EnrolmentForge(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
        this.enc = keys.applicant("enc");
        this.sig = keys.applicant("sig");
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String mac(String... parts) {
        byte[] text = String.join("\0", parts).getBytes(StandardCharsets.US_ASCII);
        return Base64Url.encode(HmacSha256.of(Parties.secret(SECRET), text));
    }

    private Map<String, Object> common() {
        return RequestForge.members(
                "v",
                1,
                "iss",
                "urn:pwb:agent:hq-9",
                "aud",
                Parties.AUDIENCE,
                "jti",
                RequestIds.next(random).value(),
                "iat",
                IAT,
                "exp",
                IAT + 300);
    }

    Signed request() {
        Map<String, Object> claims = common();
        claims.put("cid", CID);
        claims.put("keys", new ArrayList<>(List.of(MessageJwks.write(enc), MessageJwks.write(sig))));
        claims.put("host", "agent9.corp.example.test");
        claims.put("version", "1.0.0");
        claims.put("nonce", nonce);
        claims.put("mac", mac(TENANT, enc.id().value(), sig.id().value(), nonce));
        return new Signed(claims, "pwb-enroll+jwt", sig);
    }

    Signed confirmation() {
        Map<String, Object> claims = common();
        claims.put("challenge", challenge);
        return new Signed(claims, "pwb-enroll-confirm+jwt", sig);
    }

    Answer answer() {
        KeyRecord root = keys.cloud("root");
        String set = new CloudKeysSealer(root, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), random)
                .sign(new Epoch(1), KeyRing.of(keys.cloud("signing"), keys.cloud("ack")));
        Map<String, Object> members = RequestForge.members(
                "v",
                1,
                "challenge",
                challenge,
                "root",
                MessageJwks.writeRoot(root),
                "keys",
                set,
                "relay",
                RequestForge.members(
                        "namespace",
                        "bus.example.net",
                        "requests",
                        "requests",
                        "replies",
                        "replies",
                        "connection",
                        CONNECTION),
                "mac",
                mac("C", root.id().value(), nonce));
        return new Answer(members, new JweForge(List.of(enc), random));
    }

    /** One enrolment from the code to the words. */
    Map<String, Object> whole() {
        Signed request = request();
        Answer answer = answer();
        Signed confirmation = confirmation();
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", "enrolment of hq-9");
        vector.put("now", IAT);
        vector.put("code", CID + "-" + SECRET);
        vector.put("agent", "hq-9");
        vector.put("requestClaims", request.claims);
        vector.put("request", request.compact());
        vector.put("answerMembers", answer.members);
        vector.put("answer", answer.body());
        vector.put("confirmationClaims", confirmation.claims);
        vector.put("confirmation", confirmation.compact());
        vector.put("words", words());
        return vector;
    }

    /** Independent of the product's: by a string of bits. */
    private List<String> words() {
        List<String> list = VectorKeys.lines("/dev/writeback/protocol/enrolment/bip39-english.txt");
        StringBuilder bits = new StringBuilder();
        String joined = String.join(
                "\0",
                keys.cloud("root").id().value(),
                enc.id().value(),
                sig.id().value());
        for (byte each : sha256(joined)) {
            bits.append(Integer.toBinaryString((each & 0xFF) | 0x100).substring(1));
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 66; i += 11) {
            words.add(list.get(Integer.parseInt(bits.substring(i, i + 11), 2)));
        }
        return words;
    }

    /** A compact JWS of the agent. */
    static final class Signed {
        final Map<String, Object> claims;
        private final String typ;
        KeyRecord signer;
        Bend claimsText = text -> text;
        Bend header = text -> text;
        Bend compact = text -> text;
        UnaryOperator<byte[]> signature = UnaryOperator.identity();

        interface Bend {
            String apply(String text);
        }

        Signed(Map<String, Object> claims, String typ, KeyRecord signer) {
            this.claims = claims;
            this.typ = typ;
            this.signer = signer;
        }

        String compact() {
            String payload = claimsText.apply(new String(StrictJson.write(claims), StandardCharsets.UTF_8));
            String head = header.apply("{\"alg\":\"ES256\",\"kid\":\"" + signer.id() + "\",\"typ\":\"" + typ + "\"}");
            String input = Base64Url.encode(head.getBytes(StandardCharsets.UTF_8)) + "."
                    + Base64Url.encode(payload.getBytes(StandardCharsets.UTF_8));
            byte[] signed = signature.apply(Es256.sign(signer, input.getBytes(StandardCharsets.US_ASCII)));
            return compact.apply(input + "." + Base64Url.encode(signed));
        }
    }

    /** The JWE of the cloud. */
    static final class Answer {
        final Map<String, Object> members;
        final JweForge jwe;
        Layer layer = Layer.CHALLENGE;

        Answer(Map<String, Object> members, JweForge jwe) {
            this.members = members;
            this.jwe = jwe;
        }

        String body() {
            return jwe.seal(StrictJson.write(members), layer);
        }
    }
}
