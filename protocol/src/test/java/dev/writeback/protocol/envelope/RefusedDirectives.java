package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.MessageJwks;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Key and config messages that agent hq-1 does not accept, each bent at one place from a valid one. */
final class RefusedDirectives {
    private static final long IAT = Parties.NOW.getEpochSecond();
    static final long SEVEN = 7;

    private final VectorKeys keys;
    private final SecureRandom random;
    private final List<Map<String, Object>> vectors = new ArrayList<>();

    RefusedDirectives(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    List<Map<String, Object>> all() {
        switchesEnvelope();
        switchesContent();
        cloudKeys();
        wordOnOurKeys();
        echoes();
        return vectors;
    }

    private Map<String, Object> common() {
        return RequestForge.members(
                "v",
                1,
                "iss",
                Parties.ISSUER,
                "aud",
                Parties.AUDIENCE,
                "jti",
                RequestIds.next(random).value(),
                "iat",
                IAT,
                "exp",
                IAT + 300,
                "epoch",
                SEVEN);
    }

    private MessageForge forge(Map<String, Object> claims, String typ, KeyRecord signer) {
        return new MessageForge(claims, typ, signer, new JweForge(List.of(keys.agent("hq-1", "enc")), random));
    }

    MessageForge switches() {
        Map<String, Object> claims = common();
        claims.put(
                "operations",
                RequestForge.members(
                        "reset", true, "change", true, "adminReset", false, "unlock", false, "validate", true));
        claims.put("limits", RequestForge.members("perUser", RequestForge.members("count", 5, "seconds", 3600)));
        return forge(claims, "pwb-cfg+jwt", keys.cloud("signing"));
    }

    MessageForge cloudKeysMessage() {
        return keysMessage("announce", keys.cloud("root"), keys.cloud("signing"), keys.cloud("ack"));
    }

    MessageForge confirm() {
        return keysMessage("confirm", keys.cloud("signing"), keys.agent("hq-1", "enc"), keys.agent("hq-1", "sig"));
    }

    MessageForge revoke() {
        return keysMessage("revoke", keys.cloud("signing"), keys.agent("hq-1", "sig"));
    }

    private MessageForge keysMessage(String act, KeyRecord signer, KeyRecord... named) {
        Map<String, Object> claims = common();
        claims.put("act", act);
        claims.put("keys", jwks(named));
        return forge(claims, "pwb-keys+jwt", signer);
    }

    static List<Map<String, Object>> jwks(KeyRecord... named) {
        return new ArrayList<>(Arrays.stream(named).map(MessageJwks::write).toList());
    }

    private void switchesEnvelope() {
        dropped(
                "config to two agents",
                DIRECTIVE_RECIPIENT_COUNT,
                switches(),
                f -> f.jwe.recipients = List.of(keys.agent("hq-1", "enc"), keys.agent("hq-2", "enc")));
        add(
                "config to another agent",
                "-",
                "released",
                switches(),
                f -> f.jwe.recipients = List.of(keys.agent("hq-2", "enc")));
        dropped(
                "config's tag altered",
                PACKAGE_AUTHENTICATION,
                switches(),
                f -> f.jwe.bytes("tag", RefusedPackages::flipLast));
        dropped("heartbeat sent to an agent", JWS_TYP, switches(), f -> f.jwsHeader = h -> h.replace("cfg", "hb"));
        dropped("ack sent to an agent", JWS_TYP, switches(), f -> f.jwsHeader = h -> h.replace("cfg", "ack"));
        dropped(
                "proof of possession sent as a message",
                JWS_TYP,
                switches(),
                f -> f.jwsHeader = h -> h.replace("cfg", "pop"));
        dropped("enrolment sent as a message", JWS_TYP, switches(), f -> f.jwsHeader = h -> h.replace("cfg", "enroll"));
        dropped("config with alg none", JWS_ALG, switches(), f -> f.jwsHeader = h -> h.replace("ES256", "none"));
        dropped("config signed by the root", SIGNER_UNKNOWN, switches(), f -> f.signer = keys.cloud("root"));
        dropped("config signed by an agent", SIGNER_UNKNOWN, switches(), f -> f.signer = keys.agent("hq-2", "sig"));
        dropped("config signed by a stranger", SIGNER_UNKNOWN, switches(), f -> f.signer = keys.stranger("sig"));
        dropped(
                "config signed by an expired key",
                SIGNER_NOT_LIVE,
                switches(),
                f -> f.signer = keys.cloud("expiredSigning"));
        dropped(
                "config's signature altered",
                SIGNATURE_WRONG,
                switches(),
                f -> f.signature = RefusedPackages::flipLast);
        dropped(
                "config where the request belongs",
                ISSUER,
                switches(),
                f -> f.claim("iss", "https://other.example.net"));
        dropped("config for another group", AUDIENCE, switches(), f -> f.claim("aud", "urn:pwb:6d1b2c:branch"));
        dropped("config without jti", MESSAGE_ID, switches(), f -> f.claims(c -> c.remove("jti")));
        dropped(
                "config that does not parse",
                CLAIMS_DUPLICATE_MEMBER,
                switches(),
                f -> f.claimsText = t -> t.replace("{\"v\":1,", "{\"v\":1,\"v\":1,"));
        dropped("config expired by 60 s", DIRECTIVE_EXPIRED, switches(), f -> {
            f.claim("iat", IAT - 360);
            f.claim("exp", IAT - 60);
        });
        dropped(
                "request signed by the root",
                SIGNER_UNKNOWN,
                forge(ping(), "pwb-req+jwt", keys.cloud("root")),
                f -> {});
        refused("config with the claims of a request", CONFIG_MEMBERS, "7", f -> {
            f.claim("op", "ping");
        });
    }

    private Map<String, Object> ping() {
        Map<String, Object> claims = common();
        claims.remove("epoch");
        claims.put("nbf", IAT);
        claims.put("op", "ping");
        return claims;
    }

    private void switchesContent() {
        refused("config of version 2", VERSION, "7", f -> f.claim("v", 2));
        refused("config with nbf", TIME_FORM, "7", f -> f.claim("nbf", IAT));
        refused("config without exp", TIME_FORM, "7", f -> f.claims(c -> c.remove("exp")));
        refused("config that lives 301 s", LIVES_TOO_LONG, "7", f -> f.claim("exp", IAT + 301));
        refused("config of 61 s from now", ISSUED_IN_THE_FUTURE, "7", f -> {
            f.claim("iat", IAT + 61);
            f.claim("exp", IAT + 361);
        });
        refused("config without epoch", EPOCH, "0", f -> f.claims(c -> c.remove("epoch")));
        refused("config of epoch 0", EPOCH, "0", f -> f.claim("epoch", 0));
        refused("config of a negative epoch", EPOCH, "0", f -> f.claim("epoch", -1));
        refused("config with its epoch as text", EPOCH, "0", f -> f.claim("epoch", "7"));
        members("unknown member in a config", f -> f.claim("scope", "all"));
        members("config without operations", f -> f.claims(c -> c.remove("operations")));
        members("operations is an array", f -> f.claim("operations", List.of("reset")));
        for (String operation : new TreeSet<>(Set.of("reset", "change", "adminReset", "unlock", "validate"))) {
            members("config without " + operation, f -> f.inside("operations").remove(operation));
        }
        members("operation as a number", f -> f.inside("operations").put("reset", 1));
        members("operation as text", f -> f.inside("operations").put("reset", "true"));
        members("unknown operation", f -> f.inside("operations").put("delete", true));
        members("x_ inside operations", f -> f.inside("operations").put("x_delete", true));
        members("limits is a number", f -> f.claim("limits", 5));
        members("unknown limit", f -> f.inside("limits").put("perHost", limit(1, 1)));
        members("limit without seconds", f -> f.inside("limits").put("perAgent", RequestForge.members("count", 1)));
        members(
                "limit with an unknown member",
                f -> f.inside("limits").put("perAgent", RequestForge.members("count", 1, "seconds", 1, "burst", 1)));
        members("limit of no requests", f -> f.inside("limits").put("perAgent", limit(0, 60)));
        members("limit over no time", f -> f.inside("limits").put("perAgent", limit(5, 0)));
        members("limit of more than a million", f -> f.inside("limits").put("perAgent", limit(1_000_001, 60)));
        members("limit over more than a day", f -> f.inside("limits").put("perAgent", limit(5, 86_401)));
        members("limit of 2^32 + 1", f -> f.inside("limits").put("perAgent", limit((1L << 32) + 1, 60)));
        members("limit as text", f -> f.inside("limits").put("perAgent", "5/60"));
    }

    private static Map<String, Object> limit(long count, long seconds) {
        return RequestForge.members("count", count, "seconds", seconds);
    }

    private void cloudKeys() {
        dropped(
                "cloud's keys signed by a request-signing key",
                SIGNER_NOT_ALLOWED,
                cloudKeysMessage(),
                f -> f.signer = keys.cloud("signing"));
        dropped(
                "cloud's keys signed by another root",
                SIGNER_UNKNOWN,
                cloudKeysMessage(),
                f -> f.signer = keys.stranger("sig"));
        dropped(
                "cloud's keys signed by an agent",
                SIGNER_UNKNOWN,
                cloudKeysMessage(),
                f -> f.signer = keys.agent("hq-2", "sig"));
        dropped(
                "cloud's keys to two agents",
                DIRECTIVE_RECIPIENT_COUNT,
                cloudKeysMessage(),
                f -> f.jwe.recipients = List.of(keys.agent("hq-1", "enc"), keys.agent("hq-2", "enc")));
        dropped(
                "cloud's keys where the config belongs",
                SIGNER_UNKNOWN,
                cloudKeysMessage(),
                f -> f.jwsHeader = h -> h.replace("keys", "cfg"));
        dropped("cloud's keys expired by 60 s", DIRECTIVE_EXPIRED, cloudKeysMessage(), f -> {
            f.claim("iat", IAT - 360);
            f.claim("exp", IAT - 60);
        });
        dropped("cloud's keys of version 2", VERSION, cloudKeysMessage(), f -> f.claim("v", 2));
        dropped("cloud's keys with a proof", KEYS_MEMBERS, cloudKeysMessage(), f -> f.claim("proof", List.of()));
        dropped("cloud's keys with an unknown member", KEYS_MEMBERS, cloudKeysMessage(), f -> f.claim("until", 1));
        dropped("cloud's keys without epoch", EPOCH, cloudKeysMessage(), f -> f.claims(c -> c.remove("epoch")));
        dropped("cloud's keys without act", KEYS_ACT, cloudKeysMessage(), f -> f.claims(c -> c.remove("act")));
        dropped("cloud's keys with an unknown act", KEYS_ACT, cloudKeysMessage(), f -> f.claim("act", "replace"));
        dropped("cloud's keys without keys", KEYS_SET, cloudKeysMessage(), f -> f.claims(c -> c.remove("keys")));
        dropped("cloud's keys, none", KEYS_SET, cloudKeysMessage(), f -> f.claim("keys", List.of()));
        dropped(
                "cloud's keys without a key for acks",
                KEYS_INCOMPLETE,
                cloudKeysMessage(),
                f -> f.claim("keys", jwks(keys.cloud("signing"))));
        dropped(
                "cloud's keys without a key for signing",
                KEYS_INCOMPLETE,
                cloudKeysMessage(),
                f -> f.claim("keys", jwks(keys.cloud("ack"))));
        dropped(
                "root among the cloud's keys",
                KEYS_OWNER,
                cloudKeysMessage(),
                f -> f.claim("keys", jwks(rootAsCloudKey(), keys.cloud("ack"))));
        dropped(
                "key of an agent among the cloud's",
                KEYS_SET,
                cloudKeysMessage(),
                f -> f.claim("keys", jwks(keys.cloud("signing"), keys.cloud("ack"), keys.agent("hq-2", "sig"))));
        dropped(
                "cloud's key twice",
                KEYS_SET,
                cloudKeysMessage(),
                f -> f.claim("keys", jwks(keys.cloud("signing"), keys.cloud("ack"), keys.cloud("ack"))));
        jwk("cloud's key with its private half", jwk -> jwk.put("d", "AAAA"));
        jwk("cloud's key without kid", jwk -> jwk.remove("kid"));
        jwk("cloud's key without exp", jwk -> jwk.remove("exp"));
        jwk(
                "cloud's key with a foreign kid",
                jwk -> jwk.put("kid", keys.stranger("sig").id().value()));
        jwk("cloud's key of another alg", jwk -> jwk.put("alg", "ES384"));
        jwk("cloud's key off the curve", jwk -> jwk.put("y", jwk.get("x")));
        jwk("cloud's key that ends before it begins", jwk -> jwk.put("exp", jwk.get("nbf")));
        jwk("cloud's key with x_", jwk -> jwk.put("x_note", 1));
        dropped("confirmation signed by the root", SIGNER_NOT_ALLOWED, confirm(), f -> f.signer = keys.cloud("root"));
        dropped("revocation signed by the root", SIGNER_NOT_ALLOWED, revoke(), f -> f.signer = keys.cloud("root"));
    }

    private KeyRecord rootAsCloudKey() {
        KeyRecord root = keys.cloud("root");
        KeyRecord times = keys.cloud("signing");
        return KeyRecord.of(root.publicKey(), root.use(), root.agent(), times.notBefore(), times.expiresAt());
    }

    private void jwk(String name, Consumer<Map<String, Object>> bend) {
        dropped(name, KEYS_SET, cloudKeysMessage(), f -> f.claims(claims -> bend.accept(first(claims))));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> first(Map<String, Object> claims) {
        return ((List<Map<String, Object>>) claims.get("keys")).get(0);
    }

    private void wordOnOurKeys() {
        dropped(
                "confirmation signed by an agent",
                SIGNER_UNKNOWN,
                confirm(),
                f -> f.signer = keys.agent("hq-1", "sig"));
        dropped("revocation signed by an agent", SIGNER_UNKNOWN, revoke(), f -> f.signer = keys.agent("hq-2", "sig"));
        dropped(
                "confirmation of another agent's keys",
                KEYS_OWNER,
                confirm(),
                f -> f.claim("keys", jwks(keys.agent("hq-2", "enc"), keys.agent("hq-2", "sig"))));
        dropped(
                "confirmation with a key of another agent",
                KEYS_OWNER,
                confirm(),
                f -> f.claim(
                        "keys", jwks(keys.agent("hq-1", "enc"), keys.agent("hq-1", "sig"), keys.agent("hq-2", "sig"))));
        dropped(
                "confirmation with a key of the cloud",
                KEYS_SET,
                confirm(),
                f -> f.claim("keys", jwks(keys.agent("hq-1", "enc"), keys.cloud("signing"))));
        dropped(
                "confirmation without a key for encryption",
                KEYS_INCOMPLETE,
                confirm(),
                f -> f.claim("keys", jwks(keys.agent("hq-1", "sig"))));
        dropped("confirmation with a proof", KEYS_MEMBERS, confirm(), f -> f.claim("proof", List.of()));
        dropped("confirmation with exp = iat", EXPIRES_BEFORE_ISSUE, confirm(), f -> f.claim("exp", IAT));
        dropped(
                "revocation of another agent's key",
                KEYS_OWNER,
                revoke(),
                f -> f.claim("keys", jwks(keys.agent("hq-2", "sig"))));
        dropped("revocation of nothing", KEYS_SET, revoke(), f -> f.claim("keys", List.of()));
        dropped(
                "revocation of 17 keys",
                KEYS_SET,
                revoke(),
                f -> f.claim(
                        "keys",
                        jwks(Collections.nCopies(17, keys.agent("hq-1", "sig")).toArray(KeyRecord[]::new))));
        dropped(
                "announcement of an agent sent to an agent",
                SIGNER_UNKNOWN,
                keysMessage(
                        "announce", keys.agent("hq-2", "sig"), keys.agent("hq-2", "enc"), keys.agent("hq-2", "sig")),
                f -> {});
    }

    MessageForge echo() {
        Map<String, Object> claims = common();
        claims.remove("epoch");
        claims.put("echo", Parties.ECHO);
        return forge(claims, "pwb-echo+jwt", keys.cloud("signing"));
    }

    private void echoes() {
        dropped(
                "echo to two agents",
                DIRECTIVE_RECIPIENT_COUNT,
                echo(),
                f -> f.jwe.recipients = List.of(keys.agent("hq-1", "enc"), keys.agent("hq-2", "enc")));
        add(
                "echo to another agent",
                "-",
                "released",
                echo(),
                f -> f.jwe.recipients = List.of(keys.agent("hq-2", "enc")));
        dropped("echo signed by the root", SIGNER_UNKNOWN, echo(), f -> f.signer = keys.cloud("root"));
        dropped("echo signed by an agent", SIGNER_UNKNOWN, echo(), f -> f.signer = keys.agent("hq-1", "sig"));
        dropped("echo signed by a stranger", SIGNER_UNKNOWN, echo(), f -> f.signer = keys.stranger("sig"));
        dropped("echo signed by an expired key", SIGNER_NOT_LIVE, echo(), f -> f.signer = keys.cloud("expiredSigning"));
        dropped("echo's signature altered", SIGNATURE_WRONG, echo(), f -> f.signature = RefusedPackages::flipLast);
        dropped("echo of another cloud", ISSUER, echo(), f -> f.claim("iss", "https://other.example.net"));
        dropped("echo for another group", AUDIENCE, echo(), f -> f.claim("aud", "urn:pwb:6d1b2c:branch"));
        dropped("echo without jti", MESSAGE_ID, echo(), f -> f.claims(c -> c.remove("jti")));
        dropped("echo of version 2", VERSION, echo(), f -> f.claim("v", 2));
        dropped("echo with nbf", TIME_FORM, echo(), f -> f.claim("nbf", IAT));
        dropped("echo that lives 301 s", LIVES_TOO_LONG, echo(), f -> f.claim("exp", IAT + 301));
        dropped("echo expired by 60 s", DIRECTIVE_EXPIRED, echo(), f -> {
            f.claim("iat", IAT - 360);
            f.claim("exp", IAT - 60);
        });
        echoed("echo without echo", f -> f.claims(c -> c.remove("echo")));
        echoed("unknown member in an echo", f -> f.claim("ctr", 1));
        echoed("echo with an epoch", f -> f.claim("epoch", SEVEN));
        echoed("echo as a number", f -> f.claim("echo", 1));
        echoed("echo of nothing", f -> f.claim("echo", ""));
        echoed("echo of 15 bytes", f -> f.claim("echo", "A".repeat(20)));
        echoed("echo of 17 bytes", f -> f.claim("echo", "A".repeat(23)));
        echoed("echo with tail bits", f -> f.claim("echo", "A".repeat(21) + "B"));
        echoed("echo with padding", f -> f.claim("echo", Parties.ECHO + "=="));
    }

    private void echoed(String name, Consumer<MessageForge> bend) {
        dropped(name, ECHO_MEMBERS, echo(), bend);
    }

    private void members(String name, Consumer<MessageForge> bend) {
        refused(name, CONFIG_MEMBERS, "7", bend);
    }

    /** A config that is refused: the heartbeats show that epoch. */
    private void refused(String name, Rejection why, String epoch, Consumer<MessageForge> bend) {
        add(name, why.name(), "cfgRefused " + epoch, switches(), bend);
    }

    private void dropped(String name, Rejection why, MessageForge forge, Consumer<MessageForge> bend) {
        add(name, why.name(), RefusedVectors.NOTHING, forge, bend);
    }

    private void add(String name, String rejection, String outside, MessageForge forge, Consumer<MessageForge> bend) {
        bend.accept(forge);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", IAT);
        vector.put("rejection", rejection);
        vector.put("outside", outside);
        RefusedVectors.putBody(vector, forge.body());
        vectors.add(vector);
    }
}
