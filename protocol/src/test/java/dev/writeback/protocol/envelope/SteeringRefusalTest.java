package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What neither side sends, and what happens when a key of its own is out of reach. */
class SteeringRefusalTest {
    private final Parties parties = new Parties(2);
    private final KeyRecord root = key(KeyUse.SIG, Optional.empty());
    private final KeyRing agents = parties.agents.toPublic();
    private final CloudMessageSealer cloud = new CloudMessageSealer(
            parties.cloudSigning, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), parties.random);
    private final CloudKeysSealer rootSealer =
            new CloudKeysSealer(root, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), parties.random);

    private KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(
                use, agent, Parties.NOW.minusSeconds(3600), Parties.NOW.plus(Duration.ofDays(180)), parties.random);
    }

    private AgentMessageSealer agent(KeyRing own, Instant now) {
        return new AgentMessageSealer(
                "hq-1", Parties.AUDIENCE, () -> own, () -> parties.cloudPublic, Parties.at(now), parties.random);
    }

    @Test
    void theRootSignsNoSetWithItselfOrAnAgentInIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rootSealer.sign(new Epoch(1), parties.cloudPublic.with(root)));
        assertThatIllegalArgumentException().isThrownBy(() -> rootSealer.sign(new Epoch(1), agents));
        assertThatIllegalArgumentException().isThrownBy(() -> rootSealer.sign(Epoch.NONE, parties.cloudPublic));
        assertThatIllegalArgumentException().isThrownBy(() -> rootSealer.sign(new Epoch(1), KeyRing.empty()));
    }

    @Test
    void theCloudConfirmsAndEndsTheKeysOfOneAgentAtATime() {
        assertThatIllegalArgumentException().isThrownBy(() -> cloud.confirmation(new Epoch(1), agents, "hq-1", agents));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cloud.revocation(new Epoch(1), agents.ofAgent("hq-2"), "hq-1", agents));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cloud.revocation(new Epoch(1), KeyRing.empty(), "hq-1", agents));
    }

    @Test
    void nothingIsSealedToAnAgentWithoutALiveKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> cloud.confirmation(new Epoch(1), agents.ofAgent("hq-1"), "hq-1", agents.ofAgent("hq-2")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rootSealer.seal(new Epoch(1), parties.cloudPublic, "hq-3", agents));
    }

    @Test
    void anAgentAnnouncesItsOwnKeysAlone() {
        AgentMessageSealer sealer = agent(parties.agents.ofAgent("hq-1"), Parties.NOW);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.announcement(new Epoch(1), parties.agents.ofAgent("hq-2")));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.announcement(new Epoch(1), KeyRing.empty()));
        assertThatIllegalStateException()
                .isThrownBy(() -> sealer.announcement(new Epoch(1), agents.ofAgent("hq-1")))
                .withMessageContaining("cannot sign");
    }

    @Test
    void anAgentWithoutALiveConfirmedKeyIsSilent() {
        KeyRing own = parties.agents.ofAgent("hq-1");
        Heartbeat heartbeat = SteeringRoundTripTest.heartbeat(1, "", own);

        assertThatIllegalStateException()
                .isThrownBy(() -> agent(KeyRing.empty(), Parties.NOW).heartbeat(heartbeat));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> agent(own, Parties.NOW.plus(Duration.ofDays(181))).heartbeat(heartbeat));
    }

    @Test
    void aHeartbeatThatIsTooLongIsNotSent() {
        Heartbeat.ServerHealth server = new Heartbeat.ServerHealth("h".repeat(256), Heartbeat.Health.UP);
        Heartbeat heartbeat = new Heartbeat(
                1,
                "",
                "1.0.0",
                Heartbeat.State.READY,
                List.of(),
                0,
                List.of(new Heartbeat.DirectoryHealth("corp", Heartbeat.Health.UP, Collections.nCopies(100, server))),
                Optional.empty(),
                Epoch.NONE,
                Epoch.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> agent(parties.agents.ofAgent("hq-1"), Parties.NOW).heartbeat(heartbeat))
                .withMessageContaining("at most 24576");
    }

    @Test
    void aTokenThatIsGoneIsNoFaultOfTheMessage() {
        KeyRing own = parties.agents.ofAgent("hq-1");
        KeyRing lost =
                KeyRing.of(own.all().stream().map(SealingRefusalTest::lost).toList());
        SealedMessage beat = agent(own, Parties.NOW).heartbeat(SteeringRoundTripTest.heartbeat(1, "", own));
        ReplyOpener replies = new ReplyOpener(
                () -> KeyRing.of(SealingRefusalTest.lost(parties.cloudAck)),
                () -> agents,
                Parties.AUDIENCE,
                Parties.at(Parties.NOW));

        assertThatExceptionOfType(KeyUnavailableException.class)
                .isThrownBy(() -> agent(lost, Parties.NOW).heartbeat(SteeringRoundTripTest.heartbeat(1, "", own)));
        assertThatExceptionOfType(KeyUnavailableException.class)
                .isThrownBy(() -> replies.open(beat.body(), id -> Optional.empty()));
        EnrolmentEnvelope envelope =
                new EnrolmentEnvelope(Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), parties.random);
        KeyRecord sig = lost.newestLive(KeyUse.SIG, Parties.NOW).orElseThrow();
        assertThatExceptionOfType(KeyUnavailableException.class)
                .isThrownBy(() -> envelope.signConfirmation(sig, new byte[32]));
    }

    @Test
    void withoutARootNoSetFromOutsideIsAccepted() {
        SealedMessage set = rootSealer.seal(new Epoch(2), parties.cloudPublic, "hq-1", agents);

        assertThat(parties.opener("hq-1", Parties.NOW).open(new RawEnvelope(set.body())))
                .isEqualTo(new Opening.Dropped(Rejection.SIGNER_UNKNOWN));
    }

    @Test
    void aRetiredAckKeyStillOpensForSevenDays() {
        KeyRing own = parties.agents.ofAgent("hq-1");
        KeyRecord retired = Keys.generate(
                KeyUse.ENC, Optional.empty(), Parties.NOW.minus(Duration.ofDays(30)), Parties.NOW, parties.random);
        AgentMessageSealer sealer = new AgentMessageSealer(
                "hq-1",
                Parties.AUDIENCE,
                () -> own,
                () -> KeyRing.of(retired.toPublic()),
                Parties.at(Parties.NOW.minusSeconds(1)),
                parties.random);
        SealedMessage beat = sealer.heartbeat(SteeringRoundTripTest.heartbeat(1, "", own));
        ReplyOpener replies = new ReplyOpener(
                () -> KeyRing.of(retired), () -> agents, Parties.AUDIENCE, Parties.at(Parties.NOW.plusSeconds(60)));

        assertThat(replies.open(beat.body(), id -> Optional.empty())).isInstanceOf(ReplyOpening.Beat.class);
    }
}
