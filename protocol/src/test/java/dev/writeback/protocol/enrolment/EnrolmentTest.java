package dev.writeback.protocol.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.CloudKeysSealer;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An agent and a cloud come to trust each other by a code. */
class EnrolmentTest {
    private static final Instant NOW = Instant.ofEpochSecond(1795344000);
    private static final String ISSUER = "https://sspr.example.net";
    private static final String AUDIENCE = "urn:pwb:6d1b2c:hq";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final KeyRecord root = key(KeyUse.SIG, Optional.empty());
    private final KeyRing cloudKeys = KeyRing.of(key(KeyUse.SIG, Optional.empty()), key(KeyUse.ENC, Optional.empty()));
    private final KeyRecord enc = key(KeyUse.ENC, Optional.of("hq-1"));
    private final KeyRecord sig = key(KeyUse.SIG, Optional.of("hq-1"));
    private KeyRing enrolled = KeyRing.empty();
    private final EnrolmentDesk desk = new EnrolmentDesk(
            ISSUER,
            AUDIENCE,
            new CloudKeysSealer(root, ISSUER, AUDIENCE, clock, random),
            () -> new KeyAnnouncement(new Epoch(3), cloudKeys),
            agent -> new RelayAccess(
                    "bus.example.net",
                    "requests",
                    "replies",
                    Secret.takeOwnershipOf(("for " + agent).getBytes(StandardCharsets.UTF_8))),
            new AgentRegistry() {
                @Override
                public KeyRing keys() {
                    return enrolled;
                }

                @Override
                public boolean add(EnrolledAgent agent) {
                    for (KeyRecord key : agent.keys().all()) {
                        enrolled = enrolled.with(key);
                    }
                    return true;
                }
            },
            clock,
            random);

    private KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW.minusSeconds(3600), NOW.plus(Duration.ofDays(180)), random);
    }

    @Test
    void bothSidesTrustEachOtherAndShowTheSameWords() throws MalformedCodeException {
        EnrolmentCode typed = EnrolmentCode.parse(desk.issue().shown());
        EnrolmentApplicant applicant = new EnrolmentApplicant(
                typed, ISSUER, AUDIENCE, "agent1.corp.example.test", "1.0.0", enc, sig, clock, random);

        DeskAnswer first = desk.enrol(applicant.request());
        assertThat(first).isInstanceOf(DeskAnswer.Challenged.class);
        ChallengeOpening opening = applicant.open(((DeskAnswer.Challenged) first).body());
        assertThat(opening).isInstanceOf(ChallengeOpening.Accepted.class);
        ChallengeOpening.Accepted accepted = (ChallengeOpening.Accepted) opening;
        DeskAnswer second = desk.confirm(accepted.confirmation().get());

        assertThat(second.status()).isEqualTo(204);
        assertThat(enrolled.all()).extracting(KeyRecord::id).containsExactly(enc.id(), sig.id());
        assertThat(accepted.trust().root().orElseThrow().id()).isEqualTo(root.id());
        assertThat(accepted.trust().keys().all())
                .extracting(KeyRecord::toString)
                .isEqualTo(cloudKeys.toPublic().all().stream()
                        .map(KeyRecord::toString)
                        .toList());
        assertThat(accepted.cloudKeys()).isEqualTo(new Epoch(3));
        assertThat(accepted.relay().connection().<String>map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .isEqualTo("for hq-1");
        assertThat(accepted.fingerprint())
                .isEqualTo(((DeskAnswer.Enrolled) second).agent().fingerprint());
        assertThat(accepted.fingerprint().words()).hasSize(6);
    }
}
