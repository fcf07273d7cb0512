package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.Rejection.*;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.message.Epoch;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Heartbeats and announcements that the cloud does not accept, each bent at one place from a valid one. */
final class RefusedReplies {
    private static final long IAT = Parties.NOW.getEpochSecond();
    private static final String ISSUER_OF_1 = "urn:pwb:agent:hq-1";

    private final VectorKeys keys;
    private final SecureRandom random;
    private final List<Map<String, Object>> vectors = new ArrayList<>();

    RefusedReplies(VectorKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    List<Map<String, Object>> all() {
        heartbeatEnvelope();
        heartbeatContent();
        announcements();
        proofs();
        return vectors;
    }

    private MessageForge forge(String typ, Map<String, Object> more) {
        Map<String, Object> claims = RequestForge.members(
                "v",
                1,
                "iss",
                ISSUER_OF_1,
                "aud",
                Parties.AUDIENCE,
                "jti",
                RequestIds.next(random).value(),
                "iat",
                IAT,
                "exp",
                IAT + 300);
        claims.putAll(more);
        return new MessageForge(
                claims, typ, keys.agent("hq-1", "sig"), new JweForge(List.of(keys.cloud("ack")), random));
    }

    MessageForge heartbeat() {
        KeyRecord enc = keys.agent("hq-1", "enc");
        return forge(
                "pwb-hb+jwt",
                RequestForge.members(
                        "ctr",
                        2,
                        "prev",
                        "A".repeat(42) + "E",
                        "version",
                        "1.0.0",
                        "state",
                        "ready",
                        "keys",
                        new ArrayList<>(List.of(shown(enc))),
                        "backlog",
                        0,
                        "directories",
                        new ArrayList<>(List.of(directory())),
                        "offset",
                        -3,
                        "cfg",
                        7,
                        "kepoch",
                        1));
    }

    private static Map<String, Object> shown(KeyRecord key) {
        return RequestForge.members(
                "kid",
                key.id().value(),
                "use",
                key.use().wireName(),
                "exp",
                key.expiresAt().getEpochSecond());
    }

    private static Map<String, Object> directory() {
        return RequestForge.members(
                "name",
                "corp",
                "state",
                "up",
                "servers",
                new ArrayList<>(List.of(RequestForge.members("host", "dc1.corp.example.test", "state", "up"))));
    }

    /** The keys of hq-1 now and to come. */
    KeyRing complete() {
        return KeyRing.of(
                keys.agent("hq-1", "enc"),
                keys.agent("hq-1", "sig"),
                keys.unconfirmed("hq-1", "enc"),
                keys.unconfirmed("hq-1", "sig"));
    }

    MessageForge announcement() {
        KeyRing all = complete();
        MessageForge forge = forge(
                "pwb-keys+jwt",
                RequestForge.members(
                        "epoch",
                        RefusedDirectives.SEVEN,
                        "act",
                        "announce",
                        "keys",
                        RefusedDirectives.jwks(all.all().toArray(KeyRecord[]::new))));
        forge.claims(claims ->
                claims.put("proof", new ArrayList<>(possession(claims, all).prove())));
        return forge;
    }

    private static Possession possession(Map<String, Object> claims, KeyRing all) {
        return new Possession(
                ISSUER_OF_1,
                Parties.AUDIENCE,
                (String) claims.get("jti"),
                new Epoch(((Number) claims.get("epoch")).longValue()),
                all);
    }

    private void heartbeatEnvelope() {
        beat(
                "heartbeat to two keys",
                REPLY_RECIPIENT_COUNT,
                f -> f.jwe.recipients = List.of(keys.cloud("ack"), keys.agent("hq-2", "enc")));
        beat("heartbeat to another key", REPLY_NOT_FOR_US, f -> f.jwe.recipients = List.of(keys.agent("hq-2", "enc")));
        beat("config sent to the cloud", JWS_TYP, f -> f.jwsHeader = h -> h.replace("hb", "cfg"));
        beat("echo sent to the cloud", JWS_TYP, f -> f.jwsHeader = h -> h.replace("hb", "echo"));
        beat("request sent to the cloud", JWS_TYP, f -> f.jwsHeader = h -> h.replace("hb", "req"));
        beat("heartbeat signed by a stranger", SIGNER_UNKNOWN, f -> f.signer = keys.stranger("sig"));
        beat("heartbeat signed by an unconfirmed key", SIGNER_UNKNOWN, f -> f.signer = keys.unconfirmed("hq-1", "sig"));
        beat("heartbeat signed by the cloud", SIGNER_UNKNOWN, f -> f.signer = keys.cloud("signing"));
        beat("heartbeat signed by another agent", REPLY_ISSUER, f -> f.signer = keys.agent("hq-2", "sig"));
        beat("heartbeat's signature altered", SIGNATURE_WRONG, f -> f.signature = RefusedPackages::flipLast);
        beat("heartbeat of another agent", REPLY_ISSUER, f -> f.claim("iss", "urn:pwb:agent:hq-2"));
        beat("heartbeat for another group", AUDIENCE, f -> f.claim("aud", "urn:pwb:6d1b2c:branch"));
        beat("heartbeat without jti", MESSAGE_ID, f -> f.claims(c -> c.remove("jti")));
        beat("heartbeat of version 2", VERSION, f -> f.claim("v", 2));
        beat("heartbeat with nbf", TIME_FORM, f -> f.claim("nbf", IAT));
        beat("heartbeat with exp = iat + 299", REPLY_LIFETIME, f -> f.claim("exp", IAT + 299));
        beat("heartbeat of 61 s from now", ISSUED_IN_THE_FUTURE, f -> {
            f.claim("iat", IAT + 61);
            f.claim("exp", IAT + 361);
        });
        beat("heartbeat expired by 60 s", REPLY_EXPIRED, f -> {
            f.claim("iat", IAT - 360);
            f.claim("exp", IAT - 60);
        });
    }

    private void heartbeatContent() {
        for (String required :
                List.of("ctr", "prev", "version", "state", "keys", "backlog", "directories", "cfg", "kepoch")) {
            members("heartbeat without " + required, f -> f.claims(c -> c.remove(required)));
        }
        members("unknown member in a heartbeat", f -> f.claim("load", 1));
        members(
                "heartbeat with rjti",
                f -> f.claim("rjti", RefusedAcks.REQUEST.id().value()));
        members("heartbeat 0", f -> f.claim("ctr", 0));
        members("first heartbeat with prev", f -> f.claim("ctr", 1));
        members("second heartbeat without digest", f -> f.claim("prev", ""));
        members("prev with tail bits", f -> f.claim("prev", "A".repeat(42) + "F"));
        members("empty version", f -> f.claim("version", ""));
        members("version of 65 characters", f -> f.claim("version", "1".repeat(65)));
        members("unknown state", f -> f.claim("state", "asleep"));
        members("state in capitals", f -> f.claim("state", "READY"));
        members("keys of a heartbeat as one object", f -> f.claim("keys", shown(keys.agent("hq-1", "enc"))));
        members(
                "17 keys in a heartbeat",
                f -> f.claim("keys", Collections.nCopies(17, shown(keys.agent("hq-1", "enc")))));
        members(
                "key twice in a heartbeat",
                f -> f.claim("keys", Collections.nCopies(2, shown(keys.agent("hq-1", "enc")))));
        key("key of a heartbeat with a short kid", k -> k.put("kid", "AAAA"));
        key("key of a heartbeat of unknown use", k -> k.put("use", "wrap"));
        key("key of a heartbeat with an unknown member", k -> k.put("alg", "ES256"));
        key("key of a heartbeat without exp", k -> k.remove("exp"));
        members("negative backlog", f -> f.claim("backlog", -1));
        members("backlog as text", f -> f.claim("backlog", "0"));
        members("directories as text", f -> f.claim("directories", "corp"));
        directory("directory without name", d -> d.remove("name"));
        directory("directory with an empty name", d -> d.put("name", ""));
        directory("directory with a name of 257 characters", d -> d.put("name", "a".repeat(257)));
        directory("directory with an unknown member", d -> d.put("type", "ad"));
        directory("directory of unknown state", d -> d.put("state", "ready"));
        directory("directory without servers", d -> d.remove("servers"));
        server("server without host", s -> s.remove("host"));
        server("server of unknown state", s -> s.put("state", "maybe"));
        server("server with x_", s -> s.put("x_port", 636));
        members("offset as text", f -> f.claim("offset", "-3"));
        members("negative cfg", f -> f.claim("cfg", -1));
        members("kepoch as text", f -> f.claim("kepoch", "1"));
        members("negative cfgRefused", f -> f.claim("cfgRefused", -1));
        members("pol of a heartbeat is no digest", f -> f.claim("pol", "everything"));
        members("asked for an echo of true", f -> f.claim("echo", true));
        members("asked for an echo of nothing", f -> f.claim("echo", ""));
        members("asked for an echo of 17 bytes", f -> f.claim("echo", "A".repeat(23)));
        members("asked for an echo with tail bits", f -> f.claim("echo", "A".repeat(21) + "B"));
    }

    private void key(String name, Consumer<Map<String, Object>> bend) {
        members(name, f -> f.claims(c -> bend.accept(first(c, "keys"))));
    }

    private void directory(String name, Consumer<Map<String, Object>> bend) {
        members(name, f -> f.claims(c -> bend.accept(first(c, "directories"))));
    }

    private void server(String name, Consumer<Map<String, Object>> bend) {
        members(name, f -> f.claims(c -> bend.accept(first(first(c, "directories"), "servers"))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Map<String, Object> holder, String name) {
        return ((List<Map<String, Object>>) holder.get(name)).get(0);
    }

    private void announcements() {
        announced(
                "announcement signed by the new key", SIGNER_UNKNOWN, f -> f.signer = keys.unconfirmed("hq-1", "sig"));
        announced("announcement signed by another agent", REPLY_ISSUER, f -> f.signer = keys.agent("hq-2", "sig"));
        announced("announcement signed by the root", SIGNER_UNKNOWN, f -> f.signer = keys.cloud("root"));
        announced("confirmation by an agent", KEYS_ACT, f -> f.claim("act", "confirm"));
        announced("revocation by an agent", KEYS_ACT, f -> f.claim("act", "revoke"));
        announced(
                "announcement where the heartbeat belongs",
                HEARTBEAT_MEMBERS,
                f -> f.jwsHeader = h -> h.replace("keys", "hb"));
        announced("unknown member in an announcement", KEYS_MEMBERS, f -> f.claim("host", "a"));
        announced("announcement of epoch 0", EPOCH, f -> f.claim("epoch", 0));
        announced("announcement without keys", KEYS_SET, f -> f.claims(c -> c.remove("keys")));
        announced(
                "announcement of 17 keys",
                KEYS_SET,
                f -> f.claim(
                        "keys",
                        RefusedDirectives.jwks(Collections.nCopies(17, keys.agent("hq-1", "sig"))
                                .toArray(KeyRecord[]::new))));
        announced(
                "announcement with a key twice",
                KEYS_SET,
                f -> f.claim(
                        "keys",
                        RefusedDirectives.jwks(
                                keys.agent("hq-1", "enc"), keys.agent("hq-1", "sig"), keys.agent("hq-1", "sig"))));
        announced(
                "announced key without agent",
                KEYS_SET,
                f -> f.claims(c -> RefusedDirectives.first(c).remove("agent")));
        announced(
                "announced key of another agent",
                KEYS_OWNER,
                f -> f.claims(c -> RefusedDirectives.first(c).put("agent", "hq-2")));
        announced("key of another agent under one's own name", KEYS_OWNER, f -> {
            KeyRecord other = keys.agent("hq-2", "enc");
            KeyRecord claimed = KeyRecord.of(
                    other.publicKey(),
                    other.use(),
                    keys.agent("hq-1", "enc").agent(),
                    other.notBefore(),
                    other.expiresAt());
            KeyRing all = KeyRing.of(claimed, keys.agent("hq-1", "sig"));
            f.claim("keys", RefusedDirectives.jwks(claimed, keys.agent("hq-1", "sig")));
            f.claims(c -> c.put("proof", possession(c, all).prove()));
        });
        announced(
                "announcement without a key for encryption",
                KEYS_INCOMPLETE,
                f -> f.claim("keys", RefusedDirectives.jwks(keys.agent("hq-1", "sig"))));
        announced(
                "announcement without a key for signing",
                KEYS_INCOMPLETE,
                f -> f.claim("keys", RefusedDirectives.jwks(keys.agent("hq-1", "enc"))));
    }

    private void proofs() {
        announced("announcement without proof", PROOF_FORM, f -> f.claims(c -> c.remove("proof")));
        announced("proof as text", PROOF_FORM, f -> f.claim("proof", "a.b.c"));
        announced("proof of one key of two", PROOF_FORM, f -> proof(f, p -> p.remove(1)));
        announced("proof more than keys", PROOF_FORM, f -> proof(f, p -> p.add(p.get(0))));
        announced("proofs in the wrong order", SIGNER_UNKNOWN, f -> proof(f, Collections::reverse));
        announced("proof that is no JWS", JWS_FORM, f -> proof(f, p -> p.set(1, "none")));
        announced(
                "proof altered",
                SIGNATURE_WRONG,
                f -> proof(f, p -> {
                    String whole = p.get(1);
                    int dot = whole.lastIndexOf('.') + 1;
                    p.set(1, whole.substring(0, dot) + JweForge.bent(whole.substring(dot), RefusedPackages::flipLast));
                }));
        foreignProof("proof for another announcement", "jti", "0193a1c2-0000-4000-8000-00000000000f");
        foreignProof("proof for another epoch", "epoch", RefusedDirectives.SEVEN + 1);
        announced(
                "proof for the keys in another order",
                PROOF_PAYLOAD,
                f -> f.claims(claims -> {
                    List<KeyRecord> turned = new ArrayList<>(complete().all());
                    Collections.swap(turned, 0, 2);
                    claims.put("proof", possession(claims, KeyRing.of(turned)).prove());
                }));
        announced(
                "proof for other keys",
                PROOF_PAYLOAD,
                f -> f.claims(claims -> claims.put(
                        "proof",
                        possession(
                                        claims,
                                        complete()
                                                .without(keys.unconfirmed("hq-1", "enc")
                                                        .id()))
                                .prove())));
        announced(
                "proof of another agent",
                PROOF_PAYLOAD,
                f -> f.claims(claims -> claims.put(
                        "proof",
                        new Possession(
                                        "urn:pwb:agent:hq-2",
                                        Parties.AUDIENCE,
                                        (String) claims.get("jti"),
                                        new Epoch(RefusedDirectives.SEVEN),
                                        complete())
                                .prove())));
        announced(
                "proof of another group",
                PROOF_PAYLOAD,
                f -> f.claims(claims -> claims.put(
                        "proof",
                        new Possession(
                                        ISSUER_OF_1,
                                        "urn:pwb:6d1b2c:branch",
                                        (String) claims.get("jti"),
                                        new Epoch(RefusedDirectives.SEVEN),
                                        complete())
                                .prove())));
    }

    private void foreignProof(String name, String claim, Object value) {
        announced(
                name,
                PROOF_PAYLOAD,
                f -> f.claims(claims -> {
                    Map<String, Object> other = new LinkedHashMap<>(claims);
                    other.put(claim, value);
                    claims.put("proof", possession(other, complete()).prove());
                }));
    }

    @SuppressWarnings("unchecked")
    private static void proof(MessageForge forge, Consumer<List<String>> bend) {
        forge.claims(claims -> bend.accept((List<String>) claims.get("proof")));
    }

    private void members(String name, Consumer<MessageForge> bend) {
        beat(name, HEARTBEAT_MEMBERS, bend);
    }

    private void beat(String name, Rejection why, Consumer<MessageForge> bend) {
        add(name, why, heartbeat(), bend);
    }

    private void announced(String name, Rejection why, Consumer<MessageForge> bend) {
        add(name, why, announcement(), bend);
    }

    private void add(String name, Rejection why, MessageForge forge, Consumer<MessageForge> bend) {
        bend.accept(forge);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", IAT);
        vector.put("rejection", why.name());
        RefusedVectors.putBody(vector, forge.body());
        vectors.add(vector);
    }
}
