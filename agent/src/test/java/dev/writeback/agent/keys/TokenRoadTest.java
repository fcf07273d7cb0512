package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writeback.agent.config.KeySettings;
import dev.writeback.agent.config.SecretReferences;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.agent.trust.KeyWatch;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.AckOpener;
import dev.writeback.protocol.envelope.AckOpening;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.RawEnvelope;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.envelope.Unsealing;
import dev.writeback.protocol.envelope.VerifiedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A whole request and its ack with keys that live in a token, also after the token was away. */
class TokenRoadTest {
    @RegisterExtension
    static final SoftHsm HSM = new SoftHsm();

    private static final String ISSUER = "https://sspr.example.net";
    private static final String AUDIENCE = "urn:pwb:6d1b2c:hq";
    private static final String PASSWORD = "N3w-Passw0rd!";

    @TempDir
    Path state;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.fixed(KeyStorageContract.NOW, ZoneOffset.UTC);
    private final KeyRecord signing = key(KeyUse.SIG);
    private final KeyRecord ackKey = key(KeyUse.ENC);
    private Optional<String> pin = Optional.of(SoftHsm.PIN);
    private KeySettings.Pkcs11 token;
    private KeyStorage storage;
    private KeyWatch keys;
    private KeyRing published;
    private EnvelopeOpener opener;
    private AckSealer sealer;

    @BeforeEach
    void makeKeysInTheToken() throws Exception {
        KeySettings.Pkcs11 made = HSM.newToken();
        token = new KeySettings.Pkcs11(made.library(), made.token(), SecretReferences.of(() -> pin.orElse(null)));
        storage = new Pkcs11Storage(token, "hq-1");
        published = AgentKeys.generate(storage, KeyStorageContract.NOW).toPublic();
        KeyRing cloud = KeyRing.of(signing, ackKey).toPublic();
        AgentTrust trust = AgentTrust.open(storage, state, Optional.of(cloud), clock);
        keys = new KeyWatch(trust);
        opener = new EnvelopeOpener(trust::opening, trust::cloud, ISSUER, AUDIENCE, clock);
        sealer = new AckSealer("hq-1", AUDIENCE, trust::confirmed, () -> cloud, clock, random);
    }

    private KeyRecord key(KeyUse use) {
        return Keys.generate(use, Optional.empty(), KeyStorageContract.NOW, KeyStorageContract.END, random);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void opensARequestAndSealsItsAck() {
        assertThat(answer(request())).isEqualTo(Outcome.OK);
    }

    @Test
    void keyOfATokenThatIsAwayIsNoFaultOfTheMessageAndWorksAgainAfterwards() throws Exception {
        SealedRequest request = request();
        Ack ack = ack(request, verified(request));
        HSM.logOut(token);

        assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> verified(request));
        assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> sealer.seal(ack));

        assertThat(keys.look()).isTrue();
        assertThat(answer(request)).isEqualTo(Outcome.OK);
    }

    @Test
    void tellsWhatIsWrongUntilItIsMended() throws Exception {
        assertThat(keys.look()).isTrue();
        assertThat(keys.trouble()).isEmpty();

        pin = Optional.empty();
        assertThat(keys.look()).as("logged in, it needs no PIN").isTrue();
        HSM.pullOutAndPlugIn(token);
        assertThat(keys.look()).isFalse();
        assertThat(keys.trouble()).contains("the environment variable FOR_TESTS is not set");
        assertThatExceptionOfType(KeyUnavailableException.class).isThrownBy(() -> verified(request()));

        pin = Optional.of(SoftHsm.PIN);
        assertThat(keys.look()).isTrue();
        assertThat(keys.trouble()).isEmpty();
        assertThat(answer(request())).isEqualTo(Outcome.OK);
    }

    private SealedRequest request() {
        Subject user = new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10");
        try (Secret password = Secret.takeOwnershipOf(PASSWORD.getBytes(StandardCharsets.UTF_8))) {
            return new RequestSealer(signing, ISSUER, AUDIENCE, clock, random)
                    .seal(Draft.reset(user, Initiator.self()), Optional.of(password), Optional.empty(), published);
        }
    }

    private VerifiedRequest verified(SealedRequest request) {
        return ((Opening.Verified) opener.open(new RawEnvelope(request.body()))).request();
    }

    private Outcome answer(SealedRequest request) {
        VerifiedRequest verified = verified(request);
        try (var opened = ((Unsealing.Opened) opener.unseal(verified)).request()) {
            opened.newPassword()
                    .orElseThrow()
                    .use(bytes -> assertThat(bytes).isEqualTo(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        }
        AckOpening opening = new AckOpener(KeyRing.of(ackKey), () -> published, AUDIENCE, clock)
                .open(sealer.seal(ack(request, verified)).body(), request);
        return ((AckOpening.Accepted) opening).ack().outcome();
    }

    private static Ack ack(SealedRequest request, VerifiedRequest verified) {
        return new Ack(
                request.id(),
                verified.digest(),
                Optional.of(Operation.RESET),
                Outcome.OK,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                false,
                Optional.of("dc1.corp.example.test"),
                new Timings(0, 1, 2, 3));
    }
}
