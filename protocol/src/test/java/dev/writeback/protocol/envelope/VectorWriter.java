package dev.writeback.protocol.envelope;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the vectors anew, into the directory given as the only argument: for a change of the protocol, not for the
 * build. {@code keys.json} is written only where it is missing; then it has to be on the class path before the second run.
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
        if (!Files.exists(writer.directory.resolve("keys.json"))) {
            writer.write("keys.json", writer.keys());
            return;
        }
        VectorKeys keys = new VectorKeys();
        writer.write("requests.json", writer.requests(keys));
        writer.write("acks.json", writer.acks(keys));
        RefusedVectors refused = new RefusedVectors(keys, writer.random);
        RefusedPackages.addTo(refused);
        RefusedSignatures.addTo(refused);
        RefusedClaims.addTo(refused);
        RefusedSecrets.addTo(refused);
        writer.write("refused-requests.json", refused.all());
        writer.write("refused-acks.json", new RefusedAcks(keys, writer.random).all());
    }

    private void write(String file, Object content) throws IOException {
        Files.writeString(directory.resolve(file), MAPPER.writeValueAsString(content) + "\n");
    }

    private Map<String, Object> keys() throws IOException {
        Map<String, Object> cloud = new LinkedHashMap<>();
        cloud.put("signing", key(KeyUse.SIG, Optional.empty(), FROM, UNTIL));
        cloud.put("ack", key(KeyUse.ENC, Optional.empty(), FROM, UNTIL));
        cloud.put("expiredSigning", key(KeyUse.SIG, Optional.empty(), LONG_AGO, FROM));
        Map<String, Object> agents = new LinkedHashMap<>();
        for (String agent : List.of("hq-1", "hq-2", "hq-3", "hq-4")) {
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("enc", key(KeyUse.ENC, Optional.of(agent), FROM, UNTIL));
            own.put("sig", key(KeyUse.SIG, Optional.of(agent), FROM, UNTIL));
            if (agent.equals("hq-1")) {
                own.put("expiredEnc", key(KeyUse.ENC, Optional.of(agent), LONG_AGO, FROM));
            }
            agents.put(agent, own);
        }
        return RequestForge.members(
                "cloud",
                cloud,
                "agents",
                agents,
                "stranger",
                Map.of("sig", key(KeyUse.SIG, Optional.empty(), FROM, UNTIL)));
    }

    private Object key(KeyUse use, Optional<String> agent, Instant from, Instant until) throws IOException {
        KeyRecord key = Keys.generate(use, agent, from, until, random);
        return MAPPER.readValue(JwkSets.writePrivate(key), LinkedHashMap.class);
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
}
