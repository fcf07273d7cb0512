package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.HmacSha256;
import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The claims of the two messages of an agent, and the plaintext of the cloud's, written and read (PWB/1, section 8). */
final class EnrolmentClaims {
    private static final Set<String> REQUEST =
            Set.of("v", "iss", "aud", "jti", "iat", "exp", "cid", "keys", "host", "version", "nonce", "mac");
    private static final Set<String> CONFIRMATION = Set.of("v", "iss", "aud", "jti", "iat", "exp", "challenge");
    private static final Set<String> CHALLENGE = Set.of("v", "challenge", "root", "keys", "relay", "mac");
    private static final Set<String> RELAY = Set.of("namespace", "requests", "replies", "connection");
    private static final Pattern CID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{8}");
    private static final int LONGEST_HOST = 256;
    private static final int LONGEST_VERSION = 64;
    private static final int RANDOM_BYTES = 32;

    private EnrolmentClaims() {}

    static void add(EnrolmentRequest request, Map<String, Object> claims) {
        claims.put("cid", request.cid());
        claims.put("keys", List.of(MessageJwks.write(request.enc()), MessageJwks.write(request.sig())));
        claims.put("host", request.host());
        claims.put("version", request.version());
        claims.put("nonce", Base64Url.encode(request.nonce()));
        claims.put("mac", Base64Url.encode(request.mac()));
    }

    static EnrolmentRequest read(JsonObject claims) throws RejectedException {
        Claims.requireKnown(claims, REQUEST, Rejection.ENROLMENT_MEMBERS);
        List<JsonObject> jwks = claims.objects("keys")
                .filter(list -> list.size() == 2)
                .orElseThrow(() -> new RejectedException(Rejection.ENROLMENT_KEYS));
        KeyRecord enc = agentKey(jwks.get(0), KeyUse.ENC);
        KeyRecord sig = agentKey(jwks.get(1), KeyUse.SIG);
        require(enc.agent().equals(sig.agent()) && !enc.id().equals(sig.id()), Rejection.ENROLMENT_KEYS);
        return new EnrolmentRequest(
                claims.string("cid").filter(cid -> CID.matcher(cid).matches()).orElseThrow(EnrolmentClaims::malformed),
                enc,
                sig,
                text(claims, "host", LONGEST_HOST),
                text(claims, "version", LONGEST_VERSION),
                bytes(claims, "nonce", RANDOM_BYTES, Rejection.ENROLMENT_MEMBERS),
                bytes(claims, "mac", HmacSha256.BYTES, Rejection.ENROLMENT_MEMBERS));
    }

    private static KeyRecord agentKey(JsonObject jwk, KeyUse use) throws RejectedException {
        try {
            KeyRecord key = MessageJwks.agentKey(jwk);
            require(key.use() == use, Rejection.ENROLMENT_KEYS);
            return key;
        } catch (JwkException e) {
            throw new RejectedException(Rejection.ENROLMENT_KEYS);
        }
    }

    private static String text(JsonObject claims, String name, int longest) throws RejectedException {
        return claims.string(name)
                .filter(text -> !text.isEmpty() && text.length() <= longest)
                .orElseThrow(EnrolmentClaims::malformed);
    }

    static void addChallenge(byte[] challenge, Map<String, Object> claims) {
        claims.put("challenge", Base64Url.encode(challenge));
    }

    static byte[] readChallenge(JsonObject claims) throws RejectedException {
        Claims.requireKnown(claims, CONFIRMATION, Rejection.ENROLMENT_MEMBERS);
        return bytes(claims, "challenge", RANDOM_BYTES, Rejection.ENROLMENT_MEMBERS);
    }

    static Map<String, Object> write(EnrolmentChallenge challenge) {
        Map<String, Object> relay = new LinkedHashMap<>();
        relay.put("namespace", challenge.relay().namespace());
        relay.put("requests", challenge.relay().requests());
        relay.put("replies", challenge.relay().replies());
        // As text, because JSON has no other form: it guards the relay's availability and nothing else.
        relay.put("connection", challenge.relay().connection().map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("v", Claims.VERSION);
        members.put("challenge", Base64Url.encode(challenge.challenge()));
        members.put("root", MessageJwks.writeRoot(challenge.root()));
        members.put("keys", challenge.keys());
        members.put("relay", relay);
        members.put("mac", Base64Url.encode(challenge.mac()));
        return members;
    }

    static EnrolmentChallenge readOffer(JsonObject members) throws RejectedException {
        require(members.names().equals(CHALLENGE), Rejection.CHALLENGE_MEMBERS);
        Claims.requireVersion(members);
        byte[] challenge = bytes(members, "challenge", RANDOM_BYTES, Rejection.CHALLENGE_MEMBERS);
        byte[] mac = bytes(members, "mac", HmacSha256.BYTES, Rejection.CHALLENGE_MEMBERS);
        String keys = members.string("keys").orElseThrow(EnrolmentClaims::noChallenge);
        try {
            KeyRecord root = MessageJwks.rootKey(members.object("root").orElseThrow(EnrolmentClaims::noChallenge));
            // Last, because whoever has the connection must close it.
            RelayAccess relay = relay(members.object("relay").orElseThrow(EnrolmentClaims::noChallenge));
            return new EnrolmentChallenge(challenge, root, keys, relay, mac);
        } catch (JwkException | IllegalArgumentException e) {
            throw noChallenge();
        }
    }

    private static RelayAccess relay(JsonObject relay) throws RejectedException {
        require(relay.names().equals(RELAY), Rejection.CHALLENGE_MEMBERS);
        return new RelayAccess(
                relay.string("namespace").orElseThrow(EnrolmentClaims::noChallenge),
                relay.string("requests").orElseThrow(EnrolmentClaims::noChallenge),
                relay.string("replies").orElseThrow(EnrolmentClaims::noChallenge),
                Secret.takeOwnershipOf(relay.string("connection")
                        .orElseThrow(EnrolmentClaims::noChallenge)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(JsonObject object, String name, int length, Rejection otherwise)
            throws RejectedException {
        return object.string(name)
                .flatMap(Base64Url::decode)
                .filter(bytes -> bytes.length == length)
                .orElseThrow(() -> new RejectedException(otherwise));
    }

    private static RejectedException malformed() {
        return new RejectedException(Rejection.ENROLMENT_MEMBERS);
    }

    private static RejectedException noChallenge() {
        return new RejectedException(Rejection.CHALLENGE_MEMBERS);
    }
}
