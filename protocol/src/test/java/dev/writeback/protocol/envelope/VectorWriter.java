package dev.writeback.protocol.envelope;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.TenantSwitches;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes vectors anew, into the directory given as the first argument, those files that the others name: for a change of
 * the protocol, not for the build. {@code keys.json} gets the keys that it lacks and keeps those that it has; then it has
 * to be on the class path before the next run.
 */
final class VectorWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Instant FROM = Instant.ofEpochSecond(1790000000);
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1780000000);
    private static final Instant UNTIL = Instant.ofEpochSecond(1810000000);

    private final Path directory;
    private final SecureRandom random = new SecureRandom();

    private VectorWriter(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        VectorWriter writer = new VectorWriter(Path.of(arguments[0]));
        for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
            writer.write(file, writer.content(file));
        }
    }

    private Object content(String file) throws IOException {
        if (file.equals("keys.json")) {
            return keys();
        }
        VectorKeys keys = new VectorKeys();
        return switch (file) {
            case "requests.json" -> requests(keys);
            case "acks.json" -> acks(keys);
            case "refused-requests.json" -> refusedRequests(keys);
            case "refused-acks.json" -> new RefusedAcks(keys, random).all();
            case "directives.json" -> directives(keys);
            case "refused-directives.json" -> new RefusedDirectives(keys, random).all();
            case "replies.json" -> replies(keys);
            case "refused-replies.json" -> new RefusedReplies(keys, random).all();
            case "enrolments.json" -> List.of(new EnrolmentForge(keys, random).whole());
            case "refused-enrolments.json" -> new RefusedEnrolments(keys, random).all();
            default -> throw new IllegalArgumentException("no vectors are kept in " + file);
        };
    }

    private List<Map<String, Object>> refusedRequests(VectorKeys keys) {
        RefusedVectors refused = new RefusedVectors(keys, random);
        RefusedPackages.addTo(refused);
        RefusedSignatures.addTo(refused);
        RefusedClaims.addTo(refused);
        RefusedSecrets.addTo(refused);
        return refused.all();
    }

    private void write(String file, Object content) throws IOException {
        Files.writeString(directory.resolve(file), MAPPER.writeValueAsString(content) + "\n");
    }

    private ObjectNode keys() throws IOException {
        Path file = directory.resolve("keys.json");
        ObjectNode all =
                Files.exists(file) ? (ObjectNode) MAPPER.readTree(Files.readAllBytes(file)) : MAPPER.createObjectNode();
        ObjectNode cloud = all.withObject("/cloud");
        addKey(cloud, "signing", KeyUse.SIG, Optional.empty(), FROM, UNTIL);
        addKey(cloud, "ack", KeyUse.ENC, Optional.empty(), FROM, UNTIL);
        addKey(cloud, "expiredSigning", KeyUse.SIG, Optional.empty(), LONG_AGO, FROM);
        addKey(cloud, "nextSigning", KeyUse.SIG, Optional.empty(), FROM, UNTIL);
        addKey(cloud, "root", KeyUse.SIG, Optional.empty(), FROM, UNTIL);
        ((ObjectNode) cloud.get("root")).remove(List.of("nbf", "exp"));
        for (String agent : List.of("hq-1", "hq-2", "hq-3", "hq-4")) {
            ObjectNode own = all.withObject("/agents/" + agent);
            addKey(own, "enc", KeyUse.ENC, Optional.of(agent), FROM, UNTIL);
            addKey(own, "sig", KeyUse.SIG, Optional.of(agent), FROM, UNTIL);
            if (agent.equals("hq-1")) {
                addKey(own, "expiredEnc", KeyUse.ENC, Optional.of(agent), LONG_AGO, FROM);
            }
        }
        ObjectNode unconfirmed = all.withObject("/unconfirmed/hq-1");
        addKey(unconfirmed, "enc", KeyUse.ENC, Optional.of("hq-1"), FROM, UNTIL);
        addKey(unconfirmed, "sig", KeyUse.SIG, Optional.of("hq-1"), FROM, UNTIL);
        ObjectNode applicant = all.withObject("/applicant");
        addKey(applicant, "enc", KeyUse.ENC, Optional.of("hq-9"), FROM, UNTIL);
        addKey(applicant, "sig", KeyUse.SIG, Optional.of("hq-9"), FROM, UNTIL);
        addKey(all.withObject("/stranger"), "sig", KeyUse.SIG, Optional.empty(), FROM, UNTIL);
        return all;
    }

    private void addKey(ObjectNode holder, String name, KeyUse use, Optional<String> agent, Instant from, Instant until)
            throws IOException {
        if (!holder.has(name)) {
            KeyRecord key = Keys.generate(use, agent, from, until, random);
            holder.set(name, MAPPER.readTree(JwkSets.writePrivate(key)));
        }
    }

    private List<Map<String, Object>> requests(VectorKeys keys) throws IOException {
        List<Map<String, Object>> vectors = new ArrayList<>();
        for (int count : List.of(1, 2, 4)) {
            for (Operation operation : Operation.values()) {
                vectors.add(request(
                        keys,
                        operation.wireName() + " to " + count,
                        Parties.draft(operation),
                        count,
                        "Correct-Horse-42-Battery!"));
            }
        }
        Initiator admin = new Initiator(Initiator.Kind.ADMIN, Optional.of("mfa"), Optional.of("helpdesk@example.net"));
        vectors.add(request(
                keys,
                "reset by an administrator with both options",
                Draft.reset(
                                new Subject(Subject.Format.OBJECT_SID, "S-1-5-21-1004336348-1177238915-682003330-512"),
                                admin)
                        .andUnlock()
                        .andMustChange()
                        .withTrace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                2,
                "P\u00e4ssw\u00f6rd \u20ac \ud83d\ude00"));
        vectors.add(request(
                keys,
                "longest password: 256 three-byte characters",
                Draft.change(new Subject(Subject.Format.IMMUTABLE_ID, "ai4PWx6NVUqKYRw/bz96EA=="), Initiator.self()),
                2,
                "\u20ac".repeat(256)));
        vectors.add(request(
                keys,
                "user principal name",
                Draft.validate(
                        new Subject(Subject.Format.USER_PRINCIPAL_NAME, "j\u00f6rg@corp.example.test"),
                        Initiator.self()),
                2,
                "x"));
        return vectors;
    }

    private Map<String, Object> request(VectorKeys keys, String name, Draft draft, int count, String password)
            throws IOException {
        KeyRing agents = KeyRing.empty();
        for (int i = 1; i <= count; i++) {
            agents = agents.with(keys.agent("hq-" + i, "enc").toPublic());
        }
        boolean carries = draft.operation().carriesSecret();
        boolean change = draft.operation() == Operation.CHANGE;
        Optional<Secret> newPassword = carries ? Optional.of(Parties.secret(password)) : Optional.empty();
        Optional<Secret> current = change ? Optional.of(Parties.secret("old Pa55word")) : Optional.empty();
        RequestSealer sealer = new RequestSealer(
                keys.cloud("signing"), Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), random);
        SealedRequest sealed = sealer.seal(draft, newPassword, current, agents);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", Parties.NOW.getEpochSecond());
        vector.put("agents", sealed.recipients().stream().sorted().toList());
        vector.put("rdig", sealed.digest());
        vector.put("claims", claims(keys, sealed));
        newPassword.ifPresent(secret -> vector.put("new", Parties.text(newPassword)));
        current.ifPresent(secret -> vector.put("old", Parties.text(current)));
        vector.put("body", new String(sealed.body(), StandardCharsets.US_ASCII));
        return vector;
    }

    // Without pwd, whose place the passwords take.
    private static Object claims(VectorKeys keys, SealedRequest sealed) throws IOException {
        return claims(
                keys.ringOf("hq-1"), new RawEnvelope(sealed.body()), EnvelopeOpener.REQUEST_TYP, keys.cloudPublic());
    }

    private static Object claims(KeyRing own, RawEnvelope raw, String typ, KeyRing signers) throws IOException {
        try {
            byte[] claims = ParsedPackage.parse(raw)
                    .addressedTo(own, key -> true)
                    .orElseThrow()
                    .open(Jws.Signers.of(typ, signers), Parties.NOW)
                    .verify();
            Map<?, ?> members = MAPPER.readValue(claims, LinkedHashMap.class);
            members.remove("pwd");
            return members;
        } catch (RejectedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Map<String, Object>> acks(VectorKeys keys) throws IOException {
        PolicyRules rules =
                new PolicyRules(14, 5, true, 86400, Optional.of(Instant.ofEpochSecond(1795400000)), "PSO-Strict");
        List<Violation> violations = List.of(Violation.TOO_SHORT, Violation.TOO_YOUNG);
        List<Map<String, Object>> vectors = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            Optional<Reason> reason = switch (outcome) {
                case REFUSED -> Optional.of(Reason.WRONG_CURRENT_PASSWORD);
                case RETRY -> Optional.of(Reason.DIRECTORY_UNAVAILABLE);
                case INDETERMINATE -> Optional.of(Reason.DIRECTORY_ERROR);
                case OK, OK_ALREADY, SUPERSEDED, EXPIRED -> Optional.empty();
            };
            vectors.add(ack(keys, outcome.name(), outcome, reason, List.of(), Optional.empty()));
        }
        vectors.add(ack(
                keys,
                "REFUSED by the password policy",
                Outcome.REFUSED,
                Optional.of(Reason.POLICY_VIOLATION),
                violations,
                Optional.of(rules)));
        return vectors;
    }

    private Map<String, Object> ack(
            VectorKeys keys,
            String name,
            Outcome outcome,
            Optional<Reason> reason,
            List<Violation> violations,
            Optional<PolicyRules> rules)
            throws IOException {
        SealedRequest request = RefusedAcks.REQUEST;
        boolean recorded = outcome == Outcome.OK_ALREADY;
        Ack ack = new Ack(
                request.id(),
                request.digest(),
                Optional.of(request.operation()),
                outcome,
                reason,
                violations,
                rules,
                recorded ? 2 : 1,
                recorded,
                Optional.of("dc1.corp.example.test"),
                new Timings(3, 2, 31, 36));
        Instant now = Parties.NOW.plusSeconds(1);
        SealedAck sealed = new AckSealer(
                        "hq-2", Parties.AUDIENCE, () -> keys.ringOf("hq-2"), keys::cloudPublic, Parties.at(now), random)
                .seal(ack);
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", now.getEpochSecond());
        vector.put("agent", "hq-2");
        vector.put(
                "claims",
                claims(
                        KeyRing.of(keys.cloud("ack")),
                        new RawEnvelope(sealed.body()),
                        AckSealer.ACK_TYP,
                        keys.agentsPublic()));
        vector.put("body", new String(sealed.body(), StandardCharsets.US_ASCII));
        return vector;
    }

    private List<Map<String, Object>> directives(VectorKeys keys) throws IOException {
        KeyRing agents = keys.agentsPublic();
        CloudMessageSealer cloud = new CloudMessageSealer(
                keys.cloud("signing"), Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), random);
        CloudKeysSealer root = new CloudKeysSealer(
                keys.cloud("root"), Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), random);
        KeyRing confirmed = KeyRing.of(
                keys.agent("hq-1", "enc"),
                keys.agent("hq-1", "sig"),
                keys.unconfirmed("hq-1", "enc"),
                keys.unconfirmed("hq-1", "sig"));
        TenantSwitches.Limit limit = new TenantSwitches.Limit(5, 3600);
        return List.of(
                directive(
                        keys,
                        "switches",
                        "config with both limits",
                        cloud.switches(
                                new TenantSwitches(
                                        new Epoch(7),
                                        true,
                                        false,
                                        true,
                                        false,
                                        true,
                                        Optional.of(limit),
                                        Optional.of(new TenantSwitches.Limit(1_000_000, 86_400))),
                                "hq-1",
                                agents)),
                directive(
                        keys,
                        "switches",
                        "config without limits, of the highest epoch",
                        cloud.switches(
                                new TenantSwitches(
                                        new Epoch(Epoch.LARGEST),
                                        false,
                                        false,
                                        false,
                                        false,
                                        false,
                                        Optional.empty(),
                                        Optional.empty()),
                                "hq-1",
                                agents)),
                directive(
                        keys,
                        "cloudKeys",
                        "the cloud's keys with the next one for signing",
                        root.seal(
                                new Epoch(2),
                                KeyRing.of(keys.cloud("signing"), keys.cloud("nextSigning"), keys.cloud("ack")),
                                "hq-1",
                                agents)),
                directive(
                        keys,
                        "confirmed",
                        "confirmation of old and new keys",
                        cloud.confirmation(new Epoch(3), confirmed, "hq-1", agents)),
                directive(
                        keys,
                        "revoked",
                        "revocation of the old key for signing",
                        cloud.revocation(new Epoch(4), KeyRing.of(keys.agent("hq-1", "sig")), "hq-1", agents)),
                directive(keys, "echo", "echo", cloud.echo(new Echo(Parties.ECHO), "hq-1", agents)));
    }

    private Map<String, Object> directive(VectorKeys keys, String kind, String name, SealedMessage sealed)
            throws IOException {
        String typ = switch (kind) {
            case "switches" -> "pwb-cfg+jwt";
            case "echo" -> "pwb-echo+jwt";
            default -> "pwb-keys+jwt";
        };
        KeyRing signers = KeyRing.of(keys.cloud("signing"), keys.cloud("root"));
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", Parties.NOW.getEpochSecond());
        vector.put("agent", "hq-1");
        vector.put("kind", kind);
        vector.put("claims", claims(keys.ringOf("hq-1"), new RawEnvelope(sealed.body()), typ, signers));
        vector.put("body", new String(sealed.body(), StandardCharsets.US_ASCII));
        return vector;
    }

    private List<Map<String, Object>> replies(VectorKeys keys) throws IOException {
        AgentMessageSealer agent = new AgentMessageSealer(
                "hq-1",
                Parties.AUDIENCE,
                () -> KeyRing.of(keys.agent("hq-1", "sig")),
                keys::cloudPublic,
                Parties.at(Parties.NOW),
                random);
        KeyRing shown = KeyRing.of(keys.agent("hq-1", "enc"), keys.agent("hq-1", "sig"));
        SealedMessage first = agent.heartbeat(new Heartbeat(
                1,
                "",
                "1.0.0",
                Heartbeat.State.NOT_READY,
                List.of(),
                0,
                List.of(new Heartbeat.DirectoryHealth("corp", Heartbeat.Health.DOWN, List.of())),
                Optional.empty(),
                Epoch.NONE,
                Epoch.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        SealedMessage second = agent.heartbeat(SteeringRoundTripTest.heartbeat(2, first.digest(), shown));
        SealedMessage third =
                agent.heartbeat(SteeringRoundTripTest.ping(3, second.digest(), shown, new Echo(Parties.ECHO)));
        SealedMessage announced = agent.announcement(new Epoch(5), new RefusedReplies(keys, random).complete());
        return List.of(
                reply(keys, "heartbeat", "the first heartbeat", first),
                reply(keys, "heartbeat", "the second heartbeat", second),
                reply(keys, "heartbeat", "a heartbeat that asks for an echo", third),
                reply(keys, "announcement", "announcement of new keys beside the old", announced));
    }

    private Map<String, Object> reply(VectorKeys keys, String kind, String name, SealedMessage sealed)
            throws IOException {
        String typ = kind.equals("heartbeat") ? "pwb-hb+jwt" : "pwb-keys+jwt";
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("name", name);
        vector.put("now", Parties.NOW.getEpochSecond());
        vector.put("agent", "hq-1");
        vector.put("kind", kind);
        vector.put("digest", sealed.digest());
        vector.put(
                "claims",
                claims(KeyRing.of(keys.cloud("ack")), new RawEnvelope(sealed.body()), typ, keys.agentsPublic()));
        vector.put("body", new String(sealed.body(), StandardCharsets.US_ASCII));
        return vector;
    }
}
