package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import dev.writeback.protocol.message.TenantSwitches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heartbeats, key messages and config from one side of this module to the other. */
class SteeringRoundTripTest {
    private final Parties parties = new Parties(2);
    private final KeyRecord root = key(KeyUse.SIG, Optional.empty());
    private final CloudTrust trust = CloudTrust.of(root, parties.cloudPublic);
    private final CloudMessageSealer cloud = new CloudMessageSealer(
            parties.cloudSigning, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), parties.random);
    private final CloudKeysSealer rootSealer =
            new CloudKeysSealer(root, Parties.ISSUER, Parties.AUDIENCE, Parties.at(Parties.NOW), parties.random);
    private final AgentMessageSealer agent = new AgentMessageSealer(
            "hq-1",
            Parties.AUDIENCE,
            () -> parties.agents.ofAgent("hq-1"),
            () -> parties.cloudPublic,
            Parties.at(Parties.NOW),
            parties.random);
    private final ReplyOpener replies = new ReplyOpener(
            () -> KeyRing.of(parties.cloudAck), parties.agents::toPublic, Parties.AUDIENCE, Parties.at(Parties.NOW));

    private KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(
                use, agent, Parties.NOW.minusSeconds(3600), Parties.NOW.plus(Duration.ofDays(180)), parties.random);
    }

    private Opening opened(String by, SealedMessage message) {
        return new EnvelopeOpener(
                        () -> parties.agents.ofAgent(by),
                        () -> trust,
                        Parties.ISSUER,
                        Parties.AUDIENCE,
                        Parties.at(Parties.NOW))
                .open(new RawEnvelope(message.body()));
    }

    private ReplyOpening opened(SealedMessage message) {
        return replies.open(message.body(), id -> Optional.empty());
    }

    private static List<String> described(KeyRing keys) {
        return keys.all().stream().map(KeyRecord::toString).toList();
    }

    @Test
    void anAgentReadsItsSwitchesAndLeavesThoseOfOthersAlone() {
        TenantSwitches switches = new TenantSwitches(
                new Epoch(7),
                true,
                false,
                true,
                false,
                true,
                Optional.of(new TenantSwitches.Limit(5, 3600)),
                Optional.empty());

        SealedMessage message = cloud.switches(switches, "hq-1", parties.agents.toPublic());

        assertThat(opened("hq-1", message)).isEqualTo(new Opening.Switches(switches));
        assertThat(opened("hq-2", message)).isEqualTo(new Opening.Foreign());
    }

    @Test
    void anAgentLearnsTheCloudsNewKeysFromTheRoot() {
        KeyRing next = parties.cloudPublic.with(key(KeyUse.SIG, Optional.empty()));

        Opening opening = opened("hq-1", rootSealer.seal(new Epoch(2), next, "hq-1", parties.agents.toPublic()));

        assertThat(opening).isInstanceOf(Opening.CloudKeys.class);
        assertThat(((Opening.CloudKeys) opening).epoch()).isEqualTo(new Epoch(2));
        assertThat(described(((Opening.CloudKeys) opening).keys())).isEqualTo(described(next.toPublic()));
    }

    @Test
    void anAgentLearnsWhichOfItsKeysAreConfirmedAndWhichEnd() {
        KeyRing ours = parties.agents.ofAgent("hq-1").toPublic();

        Opening confirmed = opened("hq-1", cloud.confirmation(new Epoch(3), ours, "hq-1", parties.agents.toPublic()));
        Opening revoked = opened("hq-1", cloud.revocation(new Epoch(4), ours, "hq-1", parties.agents.toPublic()));

        assertThat(described(((Opening.KeysConfirmed) confirmed).keys())).isEqualTo(described(ours));
        assertThat(((Opening.Directive) revoked).epoch()).isEqualTo(new Epoch(4));
        assertThat(described(((Opening.KeysRevoked) revoked).keys())).isEqualTo(described(ours));
    }

    static Heartbeat heartbeat(long counter, String previous, KeyRing keys) {
        return heartbeat(counter, previous, keys, Optional.empty());
    }

    static Heartbeat ping(long counter, String previous, KeyRing keys, Echo echo) {
        return heartbeat(counter, previous, keys, Optional.of(echo));
    }

    private static Heartbeat heartbeat(long counter, String previous, KeyRing keys, Optional<Echo> echo) {
        return new Heartbeat(
                counter,
                previous,
                "1.0.0",
                Heartbeat.State.READY,
                keys.all().stream()
                        .map(key -> new Heartbeat.ShownKey(key.id(), key.use(), key.expiresAt()))
                        .toList(),
                3,
                List.of(new Heartbeat.DirectoryHealth(
                        "corp",
                        Heartbeat.Health.DEGRADED,
                        List.of(
                                new Heartbeat.ServerHealth("dc1.corp.example.test", Heartbeat.Health.UP),
                                new Heartbeat.ServerHealth("dc2.corp.example.test", Heartbeat.Health.DOWN)))),
                Optional.of(-120L),
                new Epoch(7),
                new Epoch(2),
                Optional.of(new Epoch(8)),
                Optional.of("A".repeat(42) + "E"),
                echo);
    }

    @Test
    void anAgentGetsTheEchoThatItsHeartbeatAsksFor() {
        Echo echo = Echo.draw(parties.random);
        Heartbeat ping = ping(1, "", parties.agents.ofAgent("hq-1"), echo);

        ReplyOpening.Beat beat = (ReplyOpening.Beat) opened(agent.heartbeat(ping));
        SealedMessage answer = cloud.echo(beat.heartbeat().echo().orElseThrow(), "hq-1", parties.agents.toPublic());

        assertThat(beat.heartbeat()).isEqualTo(ping);
        assertThat(opened("hq-1", answer)).isEqualTo(new Opening.Echoed(echo));
        assertThat(opened("hq-2", answer)).isEqualTo(new Opening.Foreign());
    }

    @Test
    void theCloudReadsHeartbeatsAndTheirDigestsMakeAChain() {
        KeyRing ours = parties.agents.ofAgent("hq-1");
        Heartbeat first = heartbeat(1, "", ours);
        SealedMessage sealed = agent.heartbeat(first);
        Heartbeat second = heartbeat(2, sealed.digest(), ours);

        assertThat(opened(sealed))
                .isEqualTo(new ReplyOpening.Beat(
                        first, "hq-1", sealed.digest(), Instant.ofEpochSecond(Parties.NOW.getEpochSecond())));
        assertThat(opened(agent.heartbeat(second)))
                .isInstanceOfSatisfying(
                        ReplyOpening.Beat.class,
                        beat -> assertThat(beat.heartbeat()).isEqualTo(second));
    }

    @Test
    void theCloudReadsAnAnnouncementSignedByTheOldKeyWithProofByTheNew() {
        KeyRing all = parties.agents
                .ofAgent("hq-1")
                .with(key(KeyUse.ENC, Optional.of("hq-1")))
                .with(key(KeyUse.SIG, Optional.of("hq-1")));

        ReplyOpening opening = opened(agent.announcement(new Epoch(5), all));

        assertThat(opening).isInstanceOf(ReplyOpening.Announced.class);
        ReplyOpening.Announced announced = (ReplyOpening.Announced) opening;
        assertThat(announced.agent()).isEqualTo("hq-1");
        assertThat(announced.announcement().epoch()).isEqualTo(new Epoch(5));
        assertThat(described(announced.announcement().keys())).isEqualTo(described(all.toPublic()));
    }
}
