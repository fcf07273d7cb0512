package dev.writeback.sandbox.demo;

import dev.writeback.protocol.crypto.JwkException;
import dev.writeback.protocol.crypto.JwkSets;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.RequestIds;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.envelope.SealedSecret;
import dev.writeback.protocol.envelope.SecretContext;
import dev.writeback.protocol.envelope.SecretSealer;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.cloud.CloudClient;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the requests that an attacker, or a broken cloud, would send. */
final class Forge {
    // Past exp and the skew, but not past exp and twice the skew, from when on no ack is due (PWB/1, section 5).
    private static final Duration TOO_LATE = Duration.ofSeconds(200);
    private static final Duration KEY_LIFE = Duration.ofDays(1);

    private final CloudClient client;
    private final Clock clock;
    private final SecureRandom random;

    Forge(CloudClient client, Clock clock, SecureRandom random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    /** A genuine reset that was sealed some minutes ago. */
    SealedRequest lateReset(Subject user, DemoPassword fresh) throws IOException, JwkException {
        try (Secret next = fresh.secret()) {
            return sealer(cloudKey(), Clock.offset(clock, TOO_LATE.negated()))
                    .seal(Draft.reset(user, Initiator.self()), Optional.of(next), Optional.empty(), client.agentKeys());
        }
    }

    /** A reset in due form, sealed to the agent's public key, and signed by a key that is not the cloud's. */
    SealedRequest signedByAnother(Subject user, DemoPassword fresh) {
        KeyRecord another = Keys.generate(
                KeyUse.SIG,
                Optional.empty(),
                clock.instant().minus(KEY_LIFE),
                clock.instant().plus(KEY_LIFE),
                random);
        try (Secret next = fresh.secret()) {
            return sealer(another, clock)
                    .seal(Draft.reset(user, Initiator.self()), Optional.of(next), Optional.empty(), client.agentKeys());
        }
    }

    /** A reset of one user, signed by the cloud, whose password another user's browser has sealed. */
    SealedRequest withSecretOf(Subject typist, Subject victim, DemoPassword fresh) throws IOException, JwkException {
        RequestId id = RequestIds.next(random);
        List<KeyRecord> recipients = RequestSealer.recipients(client.agentKeys(), clock.instant());
        SealedSecret secret;
        try (Secret next = fresh.secret()) {
            SecretContext context = new SecretContext(client.config().audience(), id, Operation.RESET, typist);
            secret = new SecretSealer(random).seal(context, next, Optional.empty(), recipients);
        }
        return sealer(cloudKey(), clock).sign(Draft.reset(victim, Initiator.self()), id, secret, client.agentKeys());
    }

    private RequestSealer sealer(KeyRecord key, Clock time) {
        return new RequestSealer(key, client.config().issuer(), client.config().audience(), time, random);
    }

    private KeyRecord cloudKey() throws IOException, JwkException {
        return JwkSets.readPrivate(Files.readAllBytes(client.config().signingKey()));
    }
}
