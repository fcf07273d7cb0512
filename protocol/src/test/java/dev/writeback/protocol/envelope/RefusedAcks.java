package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Acks that the cloud does not accept, each bent at one place from a valid one. */
final class RefusedAcks {
    private static final long IAT = Parties.NOW.getEpochSecond() + 1;

    /** The one open request; hq-3 has keys, and was no recipient. */
    static final SealedRequest REQUEST = new SealedRequest(
            new byte[0],
            new RequestId("0193a1c2-0000-4000-8000-000000000001"),
            Operation.RESET,
            "A".repeat(42) + "E",
            Parties.NOW,
            Parties.NOW.plusSeconds(120),
            Set.of("hq-1", "hq-2"));

    private final VectorKeys keys;
    private final SecureRandom random;
    private final List<Map<String, Object>> vectors = new ArrayList<>();

    RefusedAcks(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    List<Map<String, Object>> all() {
        envelope();
        binding();
        content();
        return vectors;
    }

    MessageForge valid() {
        Map<String, Object> claims = RequestForge.members(
                "v",
                1,
                "iss",
                "urn:pwb:agent:hq-1",
                "aud",
                Parties.AUDIENCE,
                "jti",
                RequestIds.next(random).value(),
                "iat",
                IAT,
                "exp",
                IAT + 300,
                "rjti",
                REQUEST.id().value(),
                "rdig",
                REQUEST.digest(),
                "op",
                "reset",
                "out",
                "OK",
                "att",
                1,
                "dc",
                "dc1.corp.example.test",
                "t",
                RequestForge.members("rcv", 3, "ver", 2, "dir", 31, "tot", 36));
        return new MessageForge(
                claims, "pwb-ack+jwt", keys.agent("hq-1", "sig"), new JweForge(List.of(keys.cloud("ack")), random));
    }

    private void envelope() {
        add("ack without ciphertext", PACKAGE_MEMBERS, f -> f.jwe.then(jwe -> jwe.remove("ciphertext")));
        add(
                "ack to two keys",
                REPLY_RECIPIENT_COUNT,
                f -> f.jwe.recipients = List.of(keys.cloud("ack"), keys.agent("hq-2", "enc")));
        add("ack to another key", REPLY_NOT_FOR_US, f -> f.jwe.recipients = List.of(keys.agent("hq-2", "enc")));
        add("ack's tag altered", PACKAGE_AUTHENTICATION, f -> f.jwe.bytes("tag", RefusedPackages::flipLast));
        add("request where the ack belongs", JWS_TYP, f -> f.jwsHeader = h -> h.replace("ack", "req"));
        add("heartbeat where the ack belongs", JWS_TYP, f -> f.jwsHeader = h -> h.replace("ack", "hb"));
        add("ack with alg none", JWS_ALG, f -> f.jwsHeader = h -> h.replace("ES256", "none"));
        add("ack signed by a stranger", SIGNER_UNKNOWN, f -> f.signer = keys.stranger("sig"));
        add("ack's signature altered", SIGNATURE_WRONG, f -> f.signature = RefusedPackages::flipLast);
        add("ack's signature of 63 bytes", SIGNATURE_LENGTH, f -> f.signature = s -> Arrays.copyOf(s, 63));
    }

    private void binding() {
        add("iss of another agent", REPLY_ISSUER, f -> f.claim("iss", "urn:pwb:agent:hq-2"));
        add("iss of the cloud", REPLY_ISSUER, f -> f.claim("iss", Parties.ISSUER));
        add("ack for another group", AUDIENCE, f -> f.claim("aud", "urn:pwb:6d1b2c:branch"));
        add("ack without jti", MESSAGE_ID, f -> f.claims(c -> c.remove("jti")));
        add("ack of version 2", VERSION, f -> f.claim("v", 2));
        add("ack with nbf", TIME_FORM, f -> f.claim("nbf", IAT));
        add("ack without exp", TIME_FORM, f -> f.claims(c -> c.remove("exp")));
        add("ack with exp = iat + 299", REPLY_LIFETIME, f -> f.claim("exp", IAT + 299));
        add("ack with exp = iat + 301", LIVES_TOO_LONG, f -> f.claim("exp", IAT + 301));
        add("ack of 61 s from now", ISSUED_IN_THE_FUTURE, f -> {
            f.claim("iat", IAT + 61);
            f.claim("exp", IAT + 361);
        });
        add("ack expired by 60 s", REPLY_EXPIRED, f -> {
            f.claim("iat", IAT - 361);
            f.claim("exp", IAT - 61);
        });
        add("foreign rjti", ACK_REQUEST_UNKNOWN, f -> f.claim("rjti", "0193a1c2-0000-4000-8000-000000000002"));
        add("rjti missing", ACK_REQUEST_UNKNOWN, f -> f.claims(c -> c.remove("rjti")));
        add("foreign rdig", ACK_DIGEST, f -> f.claim("rdig", "A".repeat(43)));
        add("rdig missing", ACK_DIGEST, f -> f.claims(c -> c.remove("rdig")));
        add("ack of an agent that was no recipient", ACK_SIGNER_WAS_NO_RECIPIENT, f -> {
            f.signer = keys.agent("hq-3", "sig");
            f.claim("iss", "urn:pwb:agent:hq-3");
        });
        add("ack with another op", ACK_OPERATION, f -> f.claim("op", "unlock"));
        add("ack without op", ACK_OPERATION, f -> f.claims(c -> c.remove("op")));
    }

    private void content() {
        add("unknown out", ACK_OUTCOME, f -> f.claim("out", "DONE"));
        add("out in small letters", ACK_OUTCOME, f -> f.claim("out", "ok"));
        add("REFUSED without reason", ACK_REASON, f -> f.claim("out", "REFUSED"));
        add("OK with reason", ACK_REASON, f -> f.claim("reason", "directory_error"));
        add("unknown reason", ACK_REASON, f -> {
            f.claim("out", "REFUSED");
            f.claim("reason", "because");
        });
        add("rules without policy_violation", ACK_MEMBERS, f -> f.claim("rules", rules()));
        add("violations without policy_violation", ACK_MEMBERS, f -> f.claim("violations", List.of("too_short")));
        policy("unknown violation", f -> f.claim("violations", List.of("ugly")));
        policy("violations is a string", f -> f.claim("violations", "too_short"));
        policy("unknown member in rules", f -> f.inside("rules").put("a", 1));
        policy("negative minLength", f -> f.inside("rules").put("minLength", -1));
        add("rec = false", ACK_MEMBERS, f -> f.claim("rec", false));
        add("att = 0", ACK_MEMBERS, f -> f.claim("att", 0));
        add("att missing", ACK_MEMBERS, f -> f.claims(c -> c.remove("att")));
        add("t without tot", ACK_MEMBERS, f -> f.inside("t").remove("tot"));
        add("negative time", ACK_MEMBERS, f -> f.inside("t").put("dir", -1));
        add("dc is a number", ACK_MEMBERS, f -> f.claim("dc", 1));
        add("pol is no digest", ACK_MEMBERS, f -> f.claim("pol", "everything"));
        add("unknown member in an ack", ACK_MEMBERS, f -> f.claim("seq", 1));
    }

    private void policy(String name, Consumer<MessageForge> bend) {
        add(name, ACK_MEMBERS, f -> {
            f.claim("out", "REFUSED");
            f.claim("reason", "policy_violation");
            f.claim("rules", rules());
            bend.accept(f);
        });
    }

    private static Map<String, Object> rules() {
        return RequestForge.members(
                "minLength", 14, "historyLength", 5, "complexity", true, "minAgeSeconds", 0, "source", "domain");
    }

    private void add(String name, Rejection why, Consumer<MessageForge> bend) {
        MessageForge forge = valid();
        bend.accept(forge);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", Instant.ofEpochSecond(IAT).getEpochSecond());
        vector.put("rejection", why.name());
        RefusedVectors.putBody(vector, forge.body());
        vectors.add(vector);
    }
}
