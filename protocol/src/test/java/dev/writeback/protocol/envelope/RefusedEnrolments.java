package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.MessageJwks;
import dev.writeback.protocol.message.Epoch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Messages of enrolment that are not accepted, each bent at one place from a valid one. */
final class RefusedEnrolments {
    private static final long IAT = Parties.NOW.getEpochSecond();
    private static final String OTHER = "A".repeat(42) + "E";

    private final VectorKeys keys;
    private final SecureRandom random;
    private final List<Map<String, Object>> vectors = new ArrayList<>();

    RefusedEnrolments(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    List<Map<String, Object>> all() {
        requestsThatMeanOtherThings();
        requestsOfWrongForm();
        answers();
        confirmations();
        return vectors;
    }

    private EnrolmentForge forge() {
        return new EnrolmentForge(keys, random);
    }

    private void requestsThatMeanOtherThings() {
        request("request with a wrong mac", "-", 403, f -> f.claims.put("mac", OTHER));
        request("request with another nonce than the mac's", "-", 403, f -> f.claims.put("nonce", OTHER));
        request("keys swapped by a proxy that knows the mac", "-", 403, f -> {
            f.claims.put("keys", jwks(asApplicant(keys.agent("hq-1", "enc")), asApplicant(keys.agent("hq-1", "sig"))));
            f.signer = keys.agent("hq-1", "sig");
        });
        request(
                "key for encryption swapped",
                "-",
                403,
                f -> f.claims.put("keys", jwks(asApplicant(keys.agent("hq-1", "enc")), keys.applicant("sig"))));
        request(
                "mac of another tenant",
                "-",
                403,
                f -> f.claims.put(
                        "mac",
                        EnrolmentForge.mac(
                                "other",
                                keys.applicant("enc").id().value(),
                                keys.applicant("sig").id().value(),
                                (String) f.claims.get("nonce"))));
        request("unknown code", "-", 403, f -> f.claims.put("cid", "00000000"));
    }

    private static KeyRecord asApplicant(KeyRecord key) {
        return KeyRecord.of(key.publicKey(), key.use(), Optional.of("hq-9"), key.notBefore(), key.expiresAt());
    }

    private static List<Map<String, Object>> jwks(KeyRecord... named) {
        return new ArrayList<>(Arrays.stream(named).map(MessageJwks::write).toList());
    }

    private void requestsOfWrongForm() {
        malformed("request that is no JWS", JWS_FORM, f -> f.compact = text -> "code");
        malformed("request with white space at the end", JWS_BASE64URL, f -> f.compact = text -> text + "\n");
        malformed(
                "request signed by another key than it brings",
                SIGNER_UNKNOWN,
                403,
                f -> f.signer = keys.stranger("sig"));
        malformed(
                "request whose signature is another key's",
                SIGNATURE_WRONG,
                403,
                f -> f.signature = RefusedPackages::flipLast);
        malformed(
                "confirmation where the request belongs",
                JWS_TYP,
                f -> f.header = text -> text.replace("enroll", "enroll-confirm"));
        malformed(
                "announcement where the request belongs",
                JWS_TYP,
                f -> f.header = text -> text.replace("enroll", "keys"));
        malformed("request with alg none", JWS_ALG, f -> f.header = text -> text.replace("ES256", "none"));
        malformed(
                "request with a key in its header",
                JWS_HEADER_MEMBERS,
                f -> f.header = text -> text.replace("{\"alg\"", "{\"jwk\":{},\"alg\""));
        malformed(
                "request with a member twice",
                CLAIMS_DUPLICATE_MEMBER,
                f -> f.claimsText = text -> text.replace("{\"v\":1,", "{\"v\":1,\"v\":1,"));
        malformed(
                "request of another agent than its keys", REPLY_ISSUER, f -> f.claims.put("iss", "urn:pwb:agent:hq-1"));
        malformed("request to another group", AUDIENCE, f -> f.claims.put("aud", "urn:pwb:6d1b2c:branch"));
        malformed("request to another tenant", AUDIENCE, f -> f.claims.put("aud", "urn:pwb:other:hq"));
        malformed("request without jti", MESSAGE_ID, f -> f.claims.remove("jti"));
        malformed("request of version 2", VERSION, f -> f.claims.put("v", 2));
        malformed("enrolment request with nbf", ENROLMENT_MEMBERS, f -> f.claims.put("nbf", IAT));
        malformed("request with exp = iat + 299", REPLY_LIFETIME, f -> f.claims.put("exp", IAT + 299));
        malformed("request of 61 s from now", ISSUED_IN_THE_FUTURE, f -> {
            f.claims.put("iat", IAT + 61);
            f.claims.put("exp", IAT + 361);
        });
        malformed("request expired by 60 s", REPLY_EXPIRED, f -> {
            f.claims.put("iat", IAT - 360);
            f.claims.put("exp", IAT - 60);
        });
        malformed("enrolment with a key that has expired", SIGNER_NOT_LIVE, f -> {
            KeyRecord sig = keys.applicant("sig");
            f.claims.put(
                    "keys",
                    jwks(
                            keys.applicant("enc"),
                            KeyRecord.of(sig.publicKey(), sig.use(), sig.agent(), sig.notBefore(), Parties.NOW)));
        });
        for (String required : List.of("cid", "host", "version", "nonce", "mac")) {
            members("request without " + required, f -> f.claims.remove(required));
        }
        members("unknown member in a request", f -> f.claims.put("secret", "x"));
        members("cid in small letters", f -> f.claims.put("cid", "7qk2m9xa"));
        members("cid with a letter that Crockford leaves out", f -> f.claims.put("cid", "7QK2M9XU"));
        members("cid of 7 characters", f -> f.claims.put("cid", "7QK2M9X"));
        members("empty host", f -> f.claims.put("host", ""));
        members("host of 257 characters", f -> f.claims.put("host", "h".repeat(257)));
        members("version of the applicant of 65 characters", f -> f.claims.put("version", "1".repeat(65)));
        members("nonce of 31 bytes", f -> f.claims.put("nonce", "A".repeat(42)));
        members("nonce with tail bits", f -> f.claims.put("nonce", "A".repeat(42) + "F"));
        members("mac of 31 bytes", f -> f.claims.put("mac", "A".repeat(42)));
        keysOf("request without keys", f -> f.claims.remove("keys"));
        keysOf("request with one key", f -> f.claims.put("keys", jwks(keys.applicant("sig"))));
        keysOf(
                "request with three keys",
                f -> f.claims.put(
                        "keys",
                        jwks(keys.applicant("enc"), keys.applicant("sig"), asApplicant(keys.agent("hq-1", "sig")))));
        keysOf(
                "keys in the wrong order",
                f -> f.claims.put("keys", jwks(keys.applicant("sig"), keys.applicant("enc"))));
        keysOf("keys of two agents", f -> f.claims.put("keys", jwks(keys.agent("hq-1", "enc"), keys.applicant("sig"))));
        keysOf(
                "one key for both uses",
                f -> f.claims.put(
                        "keys",
                        jwks(
                                KeyRecord.of(
                                        keys.applicant("sig").publicKey(),
                                        KeyUse.ENC,
                                        Optional.of("hq-9"),
                                        keys.applicant("sig").notBefore(),
                                        keys.applicant("sig").expiresAt()),
                                keys.applicant("sig"))));
        keysOf(
                "applicant's key with its private half",
                f -> RefusedDirectives.first(f.claims).put("d", "AAAA"));
        keysOf(
                "applicant's key without exp",
                f -> RefusedDirectives.first(f.claims).remove("exp"));
        keysOf(
                "applicant's key off the curve",
                f -> RefusedDirectives.first(f.claims)
                        .put("y", RefusedDirectives.first(f.claims).get("x")));
        String padded = forge().request().compact() + " ".repeat(65536);
        vector("request of 65,537 bytes", "request", PACKAGE_TOO_LARGE.name(), 413, padded.substring(0, 65537));
    }

    private void members(String name, Consumer<EnrolmentForge.Signed> bend) {
        malformed(name, ENROLMENT_MEMBERS, bend);
    }

    private void keysOf(String name, Consumer<EnrolmentForge.Signed> bend) {
        malformed(name, ENROLMENT_KEYS, bend);
    }

    private void malformed(String name, Rejection why, Consumer<EnrolmentForge.Signed> bend) {
        malformed(name, why, 400, bend);
    }

    private void malformed(String name, Rejection why, int status, Consumer<EnrolmentForge.Signed> bend) {
        request(name, why.name(), status, bend);
    }

    private void request(String name, String rejection, int status, Consumer<EnrolmentForge.Signed> bend) {
        EnrolmentForge.Signed signed = forge().request();
        bend.accept(signed);
        vector(name, "request", rejection, status, signed.compact());
    }

    private void answers() {
        answer("answer with a wrong mac", "NOT_THE_CLOUD", f -> f.members.put("mac", OTHER));
        answer(
                "answer with the agent's own mac",
                "NOT_THE_CLOUD",
                f -> f.members.put(
                        "mac",
                        EnrolmentForge.mac(
                                EnrolmentForge.TENANT,
                                keys.applicant("enc").id().value(),
                                keys.applicant("sig").id().value(),
                                forge().nonce)));
        answer(
                "answer to another nonce",
                "NOT_THE_CLOUD",
                f -> f.members.put(
                        "mac", EnrolmentForge.mac("C", keys.cloud("root").id().value(), OTHER)));
        answer(
                "root swapped by a proxy",
                "NOT_THE_CLOUD",
                f -> f.members.put("root", MessageJwks.writeRoot(keys.stranger("sig"))));
        unreadable(
                "answer to another key", REPLY_NOT_FOR_US, f -> f.jwe.recipients = List.of(keys.agent("hq-1", "enc")));
        unreadable(
                "answer to two keys",
                REPLY_NOT_FOR_US,
                f -> f.jwe.recipients = List.of(keys.applicant("enc"), keys.agent("hq-1", "enc")));
        unreadable("package where the answer belongs", PACKAGE_HEADER_MEMBERS, f -> f.layer = Layer.PACKAGE);
        unreadable("secret where the answer belongs", PACKAGE_TYP, f -> f.layer = Layer.SECRET);
        unreadable("answer's tag altered", PACKAGE_AUTHENTICATION, f -> f.jwe.bytes("tag", RefusedPackages::flipLast));
        unreadable(
                "answer with zip",
                PACKAGE_HEADER_MEMBERS,
                f -> f.jwe.header = h -> h.replace("{\"enc\"", "{\"zip\":\"DEF\",\"enc\""));
        unreadable("answer of version 2", VERSION, f -> f.members.put("v", 2));
        for (String required : List.of("challenge", "root", "keys", "relay", "mac")) {
            offer("answer without " + required, f -> f.members.remove(required));
        }
        offer("answer with x_", f -> f.members.put("x_note", 1));
        offer("challenge of 31 bytes", f -> f.members.put("challenge", "A".repeat(42)));
        offer("root with times", f -> f.members.put("root", MessageJwks.write(keys.cloud("signing"))));
        offer("root for encryption", f -> f.members.put("root", MessageJwks.writeRoot(keys.cloud("ack"))));
        offer(
                "root with its private half",
                f -> JweForge.object(f.members, "root").put("d", "AAAA"));
        offer(
                "relay without connection",
                f -> JweForge.object(f.members, "relay").remove("connection"));
        offer(
                "relay with an unknown member",
                f -> JweForge.object(f.members, "relay").put("proxy", "x"));
        offer(
                "relay with an empty namespace",
                f -> JweForge.object(f.members, "relay").put("namespace", ""));
        offer(
                "relay with a queue of 261 characters",
                f -> JweForge.object(f.members, "relay").put("requests", "q".repeat(261)));
        set("key set signed by another root", SIGNER_UNKNOWN, keys.stranger("sig"), Parties.AUDIENCE, 0);
        set("key set for another group", AUDIENCE, keys.cloud("root"), "urn:pwb:6d1b2c:branch", 0);
        set("key set expired by 60 s", DIRECTIVE_EXPIRED, keys.cloud("root"), Parties.AUDIENCE, -360);
        unreadable("key set that is no JWS", JWS_FORM, f -> f.members.put("keys", "none"));
    }

    private void set(String name, Rejection why, KeyRecord root, String audience, long offset) {
        String jws = new CloudKeysSealer(
                        root, Parties.ISSUER, audience, Parties.at(Parties.NOW.plusSeconds(offset)), random)
                .sign(new Epoch(1), KeyRing.of(keys.cloud("signing"), keys.cloud("ack")));
        unreadable(name, why, f -> f.members.put("keys", jws));
    }

    private void offer(String name, Consumer<EnrolmentForge.Answer> bend) {
        unreadable(name, CHALLENGE_MEMBERS, bend);
    }

    private void unreadable(String name, Rejection why, Consumer<EnrolmentForge.Answer> bend) {
        answer(name, why.name(), bend);
    }

    private void answer(String name, String rejection, Consumer<EnrolmentForge.Answer> bend) {
        EnrolmentForge.Answer answer = forge().answer();
        bend.accept(answer);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", IAT);
        vector.put("message", "answer");
        vector.put("rejection", rejection);
        RefusedVectors.putBody(vector, answer.body().getBytes(StandardCharsets.UTF_8));
        vectors.add(vector);
    }

    private void confirmations() {
        confirmation("confirmation with a foreign challenge", "-", 403, f -> f.claims.put("challenge", OTHER));
        confirmation(
                "confirmation signed by another agent",
                SIGNER_UNKNOWN.name(),
                403,
                f -> f.signer = keys.agent("hq-1", "sig"));
        confirmation(
                "confirmation with an altered signature",
                SIGNATURE_WRONG.name(),
                403,
                f -> f.signature = RefusedPackages::flipLast);
        confirmation(
                "request where the confirmation belongs",
                JWS_TYP.name(),
                400,
                f -> f.header = text -> text.replace("enroll-confirm", "enroll"));
        confirmation(
                "confirmation without challenge", ENROLMENT_MEMBERS.name(), 400, f -> f.claims.remove("challenge"));
        confirmation(
                "challenge of a confirmation of 31 bytes",
                ENROLMENT_MEMBERS.name(),
                400,
                f -> f.claims.put("challenge", "A".repeat(42)));
        confirmation("unknown member in a confirmation", ENROLMENT_MEMBERS.name(), 400, f -> f.claims.put("cid", "x"));
        confirmation(
                "confirmation under the name of another agent",
                REPLY_ISSUER.name(),
                400,
                f -> f.claims.put("iss", "urn:pwb:agent:hq-1"));
        confirmation(
                "confirmation to another group",
                AUDIENCE.name(),
                400,
                f -> f.claims.put("aud", "urn:pwb:6d1b2c:branch"));
        confirmation("confirmation expired by 60 s", REPLY_EXPIRED.name(), 400, f -> {
            f.claims.put("iat", IAT - 360);
            f.claims.put("exp", IAT - 60);
        });
        confirmation(
                "confirmation with exp = iat + 301", LIVES_TOO_LONG.name(), 400, f -> f.claims.put("exp", IAT + 301));
    }

    private void confirmation(String name, String rejection, int status, Consumer<EnrolmentForge.Signed> bend) {
        EnrolmentForge.Signed signed = forge().confirmation();
        bend.accept(signed);
        vector(name, "confirmation", rejection, status, signed.compact());
    }

    private void vector(String name, String message, String rejection, int status, String body) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", IAT);
        vector.put("message", message);
        vector.put("rejection", rejection);
        vector.put("status", status);
        RefusedVectors.putBody(vector, body.getBytes(StandardCharsets.UTF_8));
        vectors.add(vector);
    }
}
