package dev.writeback.agent.pipeline;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.AckOpener;
import dev.writeback.protocol.envelope.AckOpening;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.CloudMessageSealer;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The cloud of the tests, with real keys and real sealing, and what an agent of it needs. */
final class Cloud {
    static final String ISSUER = "https://sspr.example.net";
    static final String AUDIENCE = "urn:pwb:6d1b2c:hq";
    static final String AGENT = "hq-1";

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final KeyRecord signing;
    private final KeyRecord ackKey;
    private KeyRing agent;
    private final KeyRing otherAgent;
    private final RequestSealer sealer;

    Cloud(Clock clock) {
        this.clock = clock;
        signing = key(KeyUse.SIG, Optional.empty());
        ackKey = key(KeyUse.ENC, Optional.empty());
        agent = KeyRing.of(key(KeyUse.ENC, Optional.of(AGENT)), key(KeyUse.SIG, Optional.of(AGENT)));
        otherAgent = KeyRing.of(key(KeyUse.ENC, Optional.of("hq-2")), key(KeyUse.SIG, Optional.of("hq-2")));
        sealer = new RequestSealer(signing, ISSUER, AUDIENCE, clock, random);
    }

    private KeyRecord key(KeyUse use, Optional<String> owner) {
        Instant now = clock.instant();
        return Keys.generate(use, owner, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(180)), random);
    }

    /** From now on the agent's private keys are in a token that is away. */
    void loseTheAgentsKeys() {
        agent = KeyRing.of(agent.all().stream()
                .map(key -> KeyRecord.inToken(
                        key.publicKey(),
                        new LostKey(),
                        Security.getProvider("SunEC"),
                        key.use(),
                        key.agent(),
                        key.notBefore(),
                        key.expiresAt()))
                .toList());
    }

    private record LostKey() implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    KeyRing publicKeys() {
        return KeyRing.of(signing, ackKey).toPublic();
    }

    /** Of the agent's present keys. */
    byte[] confirmation(long epoch) {
        return new CloudMessageSealer(signing, ISSUER, AUDIENCE, clock, random)
                .confirmation(new Epoch(epoch), agent.toPublic(), AGENT, agent.toPublic())
                .body();
    }

    byte[] echo(Echo echo) {
        return echo(echo, signing);
    }

    /** Sealed to our agent, and signed by a key that is not the cloud's. */
    byte[] forgedEcho(Echo echo) {
        return echo(echo, key(KeyUse.SIG, Optional.empty()));
    }

    private byte[] echo(Echo echo, KeyRecord signer) {
        return new CloudMessageSealer(signer, ISSUER, AUDIENCE, clock, random)
                .echo(echo, AGENT, agent.toPublic())
                .body();
    }

    EnvelopeOpener opener() {
        return new EnvelopeOpener(() -> agent, () -> CloudTrust.ofKeysAlone(publicKeys()), ISSUER, AUDIENCE, clock);
    }

    AckSealer acks() {
        return new AckSealer(AGENT, AUDIENCE, () -> agent, this::publicKeys, clock, random);
    }

    SealedRequest reset(UUID user, String password) {
        return send(Draft.reset(subject(user), Initiator.self()), password);
    }

    SealedRequest change(UUID user, String current, String password) {
        try (Secret old = secret(current);
                Secret fresh = secret(password)) {
            return sealer.seal(
                    Draft.change(subject(user), Initiator.self()),
                    Optional.of(fresh),
                    Optional.of(old),
                    agent.toPublic());
        }
    }

    SealedRequest send(Draft draft, String password) {
        try (Secret fresh = secret(password)) {
            return sealer.seal(draft, Optional.of(fresh), Optional.empty(), agent.toPublic());
        }
    }

    SealedRequest send(Draft draft) {
        return sealer.seal(draft, Optional.empty(), Optional.empty(), agent.toPublic());
    }

    /** Sealed to our agent, and signed by a key that is not the cloud's. */
    SealedRequest forgedReset(UUID user, String password) {
        RequestSealer forger = new RequestSealer(key(KeyUse.SIG, Optional.empty()), ISSUER, AUDIENCE, clock, random);
        try (Secret fresh = secret(password)) {
            return forger.seal(
                    Draft.reset(subject(user), Initiator.self()),
                    Optional.of(fresh),
                    Optional.empty(),
                    agent.toPublic());
        }
    }

    SealedRequest sendToAnotherAgent(Draft draft) {
        return sealer.seal(draft, Optional.empty(), Optional.empty(), otherAgent.toPublic());
    }

    static Subject subject(UUID user) {
        return new Subject(Subject.Format.OBJECT_GUID, user.toString());
    }

    private static Secret secret(String password) {
        return Secret.takeOwnershipOf(password.getBytes(StandardCharsets.UTF_8));
    }

    /** The verified ack; a test that calls it fails when the ack is not one. */
    Ack verified(byte[] ackPackage, SealedRequest request) {
        AckOpening opening =
                new AckOpener(KeyRing.of(ackKey), agent::toPublic, AUDIENCE, clock).open(ackPackage, request);
        if (opening instanceof AckOpening.Accepted accepted) {
            return accepted.ack();
        }
        throw new AssertionError("not a valid ack: " + opening);
    }
}
