package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cloud and its agents {@code hq-1}, {@code hq-2}, ... with fresh keys, at one moment. */
final class Parties {
    static final String ISSUER = "https://sspr.example.net";
    /** Sixteen bytes. */
    static final String ECHO = "AAECAwQFBgcICQoLDA0ODw";

    static final String AUDIENCE = "urn:pwb:6d1b2c:hq";
    static final Instant NOW = Instant.ofEpochSecond(1795344000);
    static final Subject SUBJECT = new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10");
    static final String NEW = "Correct-Horse-42-Battery! \u00e4\u20ac\ud83d\ude00";
    static final String OLD = "old Pa55word";

    final SecureRandom random = new SecureRandom();
    final KeyRecord cloudSigning = key(KeyUse.SIG, Optional.empty());
    final KeyRecord cloudAck = key(KeyUse.ENC, Optional.empty());
    final KeyRing cloudPublic = KeyRing.of(cloudSigning.toPublic(), cloudAck.toPublic());
    final KeyRing agents;

    Parties(int count) {
        agents = KeyRing.of(IntStream.rangeClosed(1, count)
                .mapToObj(i -> Optional.of("hq-" + i))
                .flatMap(agent -> Stream.of(key(KeyUse.ENC, agent), key(KeyUse.SIG, agent)))
                .toList());
    }

    private KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(180)), random);
    }

    static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    CloudTrust cloudTrust() {
        return CloudTrust.ofKeysAlone(cloudPublic);
    }

    RequestSealer sealer() {
        return new RequestSealer(cloudSigning, ISSUER, AUDIENCE, at(NOW), random);
    }

    EnvelopeOpener opener(String agent, Instant now) {
        return new EnvelopeOpener(() -> agents.ofAgent(agent), this::cloudTrust, ISSUER, AUDIENCE, at(now));
    }

    AckSealer ackSealer(String agent) {
        return new AckSealer(agent, AUDIENCE, () -> agents.ofAgent(agent), () -> cloudPublic, at(NOW), random);
    }

    AckOpener ackOpener(Instant now) {
        return new AckOpener(KeyRing.of(cloudAck), agents::toPublic, AUDIENCE, at(now));
    }

    SealedRequest seal(Draft draft) {
        Operation operation = draft.operation();
        return sealer().seal(
                        draft,
                        operation.carriesSecret() ? Optional.of(secret(NEW)) : Optional.empty(),
                        operation == Operation.CHANGE ? Optional.of(secret(OLD)) : Optional.empty(),
                        agents.toPublic());
    }

    static Draft draft(Operation operation) {
        boolean ping = operation == Operation.PING;
        return Draft.of(
                operation,
                ping ? Optional.empty() : Optional.of(SUBJECT),
                ping ? Optional.empty() : Optional.of(Initiator.self()));
    }

    static Secret secret(String text) {
        return Secret.takeOwnershipOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Optional<Secret> secret) {
        return secret.orElseThrow().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
