package dev.writeback.protocol.enrolment;

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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cloud with a desk, and a clock that is moved by hand. */
final class Office extends Clock implements AgentRegistry {
    static final Instant NOW = Instant.ofEpochSecond(1795344000);
    static final String ISSUER = "https://sspr.example.net";
    static final String AUDIENCE = "urn:pwb:6d1b2c:hq";

    final SecureRandom random = new SecureRandom();
    final KeyRecord root = key(KeyUse.SIG, Optional.empty());
    final KeyRing cloudKeys = KeyRing.of(key(KeyUse.SIG, Optional.empty()), key(KeyUse.ENC, Optional.empty()));
    final List<RelayAccess> handedOut = new ArrayList<>();
    final EnrolmentDesk desk = new EnrolmentDesk(
            ISSUER,
            AUDIENCE,
            new CloudKeysSealer(root, ISSUER, AUDIENCE, this, random),
            () -> new KeyAnnouncement(new Epoch(3), cloudKeys),
            this::relay,
            this,
            this,
            random);
    KeyRing enrolled = KeyRing.empty();
    private Instant now = NOW;

    KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW.minusSeconds(3600), NOW.plus(Duration.ofDays(180)), random);
    }

    private RelayAccess relay(String agent) {
        byte[] connection = ("for " + agent).getBytes(StandardCharsets.UTF_8);
        RelayAccess access =
                new RelayAccess("bus.example.net", "requests", "replies", Secret.takeOwnershipOf(connection));
        handedOut.add(access);
        return access;
    }

    /** An agent of that id with new keys that was given this code. */
    EnrolmentApplicant applicant(String agent, EnrolmentCode code) {
        return applicant(code, key(KeyUse.ENC, Optional.of(agent)), key(KeyUse.SIG, Optional.of(agent)));
    }

    EnrolmentApplicant applicant(EnrolmentCode code, KeyRecord enc, KeyRecord sig) {
        return new EnrolmentApplicant(
                code, ISSUER, AUDIENCE, "agent1.corp.example.test", "1.0.0", enc, sig, this, random);
    }

    /** The whole exchange, with what the desk says at its end. */
    DeskAnswer enrol(EnrolmentApplicant applicant) {
        DeskAnswer first = desk.enrol(applicant.request());
        return first instanceof DeskAnswer.Challenged challenged
                ? desk.confirm(accepted(applicant, challenged).confirmation().get())
                : first;
    }

    static ChallengeOpening.Accepted accepted(EnrolmentApplicant applicant, DeskAnswer answer) {
        return (ChallengeOpening.Accepted) applicant.open(((DeskAnswer.Challenged) answer).body());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public KeyRing keys() {
        return enrolled;
    }

    @Override
    public boolean add(EnrolledAgent agent) {
        if (enrolled.agents().contains(agent.id())) {
            return false;
        }
        for (KeyRecord key : agent.keys().all()) {
            enrolled = enrolled.with(key);
        }
        return true;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
