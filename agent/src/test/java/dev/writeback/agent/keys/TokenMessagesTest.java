package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.enrolment.AgentRegistry;
import dev.writeback.protocol.enrolment.ChallengeOpening;
import dev.writeback.protocol.enrolment.DeskAnswer;
import dev.writeback.protocol.enrolment.EnrolledAgent;
import dev.writeback.protocol.enrolment.EnrolmentApplicant;
import dev.writeback.protocol.enrolment.EnrolmentDesk;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import dev.writeback.protocol.envelope.CloudKeysSealer;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.envelope.ReplyOpener;
import dev.writeback.protocol.envelope.ReplyOpening;
import dev.writeback.protocol.envelope.SealedMessage;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Enrolment, heartbeats and announcements with keys that never leave their token. */
class TokenMessagesTest {
    @RegisterExtension
    static final SoftHsm HSM = new SoftHsm();

    private static final String ISSUER = "https://sspr.example.net";
    private static final String AUDIENCE = "urn:pwb:6d1b2c:hq";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.fixed(KeyStorageContract.NOW, ZoneOffset.UTC);
    private final KeyRecord root = key(KeyUse.SIG);
    private final KeyRecord ackKey = key(KeyUse.ENC);
    private final KeyRing cloud = KeyRing.of(key(KeyUse.SIG), ackKey).toPublic();
    private KeyStorage storage;
    private KeyRing own;

    @BeforeEach
    void makeKeysInTheToken() throws Exception {
        storage = new Pkcs11Storage(HSM.newToken(), "hq-1");
        own = AgentKeys.generate(storage, KeyStorageContract.NOW);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private KeyRecord key(KeyUse use) {
        return Keys.generate(use, Optional.empty(), KeyStorageContract.NOW, KeyStorageContract.END, random);
    }

    private KeyRecord only(KeyUse use) {
        return own.newestLive(use, KeyStorageContract.NOW).orElseThrow();
    }

    private AgentMessageSealer sealer() {
        return new AgentMessageSealer("hq-1", AUDIENCE, () -> own, () -> cloud, clock, random);
    }

    private ReplyOpening opened(SealedMessage message) {
        KeyRing confirmed = own.toPublic();
        return new ReplyOpener(() -> KeyRing.of(ackKey), () -> confirmed, AUDIENCE, clock)
                .open(message.body(), id -> Optional.empty());
    }

    @Test
    void signsHeartbeats() {
        Heartbeat heartbeat = new Heartbeat(
                1,
                "",
                "1.0.0",
                Heartbeat.State.READY,
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                Epoch.NONE,
                Epoch.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(opened(sealer().heartbeat(heartbeat)))
                .isInstanceOfSatisfying(
                        ReplyOpening.Beat.class,
                        beat -> assertThat(beat.heartbeat()).isEqualTo(heartbeat));
    }

    @Test
    void provesPossessionOfNewKeys() throws Exception {
        KeyRing all = own;
        for (KeyUse use : KeyUse.values()) {
            all = all.with(storage.generate(use, KeyStorageContract.NOW, KeyStorageContract.END));
        }
        List<String> announced =
                all.toPublic().all().stream().map(KeyRecord::toString).toList();

        assertThat(opened(sealer().announcement(new Epoch(1), all)))
                .isInstanceOfSatisfying(
                        ReplyOpening.Announced.class,
                        word -> assertThat(word.announcement().keys().all())
                                .extracting(KeyRecord::toString)
                                .isEqualTo(announced));
    }

    @Test
    void enrols() {
        Registry registry = new Registry();
        EnrolmentDesk desk = new EnrolmentDesk(
                ISSUER,
                AUDIENCE,
                new CloudKeysSealer(root, ISSUER, AUDIENCE, clock, random),
                () -> new KeyAnnouncement(new Epoch(1), cloud),
                agent -> new RelayAccess("bus", "requests", "replies", Secret.takeOwnershipOf(new byte[] {'x'})),
                registry,
                clock,
                random);
        EnrolmentApplicant applicant = new EnrolmentApplicant(
                desk.issue(), ISSUER, AUDIENCE, "host", "1.0.0", only(KeyUse.ENC), only(KeyUse.SIG), clock, random);

        DeskAnswer first = desk.enrol(applicant.request());
        ChallengeOpening opening = applicant.open(((DeskAnswer.Challenged) first).body());
        DeskAnswer second = desk.confirm(
                ((ChallengeOpening.Accepted) opening).confirmation().get());

        assertThat(second.status()).isEqualTo(204);
        assertThat(registry.keys().all())
                .extracting(KeyRecord::id)
                .containsExactly(only(KeyUse.ENC).id(), only(KeyUse.SIG).id());
    }

    private static final class Registry implements AgentRegistry {
        private KeyRing keys = KeyRing.empty();

        @Override
        public KeyRing keys() {
            return keys;
        }

        @Override
        public boolean add(EnrolledAgent agent) {
            keys = agent.keys();
            return true;
        }
    }
}
