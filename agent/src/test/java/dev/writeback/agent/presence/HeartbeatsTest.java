package dev.writeback.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayNotice;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.Heartbeat;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Echo ECHO = new Echo("AAECAwQFBgcICQoLDA0ODw");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final String POLICY = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    @TempDir
    private Path stateDirectory;

    private final Relay relay = new Relay();
    private final Agent agent = new Agent();
    private final AgentMessageSealer sealer = sealer();

    private Heartbeats open() throws DamagedFileException {
        return Heartbeats.open(sealer, relay, stateDirectory, agent, CLOCK);
    }

    private static AgentMessageSealer sealer() {
        KeyRing own = KeyRing.of(key(KeyUse.SIG, Optional.of("hq-1")), key(KeyUse.ENC, Optional.of("hq-1")));
        KeyRing cloud = KeyRing.of(key(KeyUse.SIG, Optional.empty()), key(KeyUse.ENC, Optional.empty()))
                .toPublic();
        return new AgentMessageSealer(
                "hq-1", "https://cloud.example.test", () -> own, () -> cloud, CLOCK, new SecureRandom());
    }

    private static KeyRecord key(KeyUse use, Optional<String> agent) {
        return Keys.generate(use, agent, NOW, NOW.plus(Duration.ofDays(180)), new SecureRandom());
    }

    @Test
    void eachNamesTheOneBefore() throws Exception {
        Heartbeats heartbeats = open();

        heartbeats.beat();
        heartbeats.beat();

        assertThat(agent.counters).containsExactly(1L, 2L);
        assertThat(agent.previous.get(0)).isEmpty();
        assertThat(agent.previous.get(1)).isNotEmpty();
        assertThat(relay.taken).hasSize(2);
    }

    @Test
    void theChainGoesOnAfterARestart() throws Exception {
        open().beat();
        ChainFile.Link first = new ChainFile(stateDirectory).read();

        open().beat();

        assertThat(agent.counters).containsExactly(1L, 2L);
        assertThat(agent.previous.get(1)).isEqualTo(first.digest());
    }

    @Test
    void isOutdatedBeforeTheFirstAndWhenTheStateHasChanged() throws Exception {
        Heartbeats heartbeats = open();
        assertThat(heartbeats.isOutdated()).isTrue();

        heartbeats.beat();
        assertThat(heartbeats.isOutdated()).isFalse();

        agent.state = Heartbeat.State.NOT_READY;
        assertThat(heartbeats.isOutdated()).isTrue();
    }

    @Test
    void isOutdatedWhenAnotherPolicyIsInForce() throws Exception {
        Heartbeats heartbeats = open();
        heartbeats.beat();

        agent.policy = Optional.of(POLICY);
        assertThat(heartbeats.isOutdated()).isTrue();

        heartbeats.beat();
        assertThat(heartbeats.isOutdated()).isFalse();
    }

    @Test
    void anOutageOfTheRelayCostsOnePlaceForOneChangeOfTheState() throws Exception {
        Heartbeats heartbeats = open();
        heartbeats.beat();
        relay.isDown = true;
        agent.state = Heartbeat.State.NOT_READY;

        heartbeats.beat();

        assertThat(heartbeats.isOutdated()).isFalse();
        assertThat(new ChainFile(stateDirectory).read().counter()).isEqualTo(2);
        assertThat(relay.taken).hasSize(1);
    }

    @Test
    void aLostOneLeavesAGapAndNoFork() throws Exception {
        Heartbeats heartbeats = open();
        relay.isDown = true;
        heartbeats.beat();
        assertThat(heartbeats.lastSuccess()).isEmpty();
        ChainFile.Link lost = new ChainFile(stateDirectory).read();
        relay.isDown = false;

        heartbeats.beat();

        assertThat(agent.counters).containsExactly(1L, 2L);
        assertThat(agent.previous.get(1)).isEqualTo(lost.digest());
        assertThat(heartbeats.lastSuccess()).contains(NOW);
    }

    @Test
    void aPingIsALinkOfTheChainThatAsksForItsEcho() throws Exception {
        Heartbeats heartbeats = open();
        Ping ping = new Ping(ECHO, CLOCK);

        heartbeats.beat();
        heartbeats.beat(ping);
        heartbeats.beat();

        assertThat(agent.counters).containsExactly(1L, 2L, 3L);
        assertThat(agent.echoes).containsExactly(Optional.empty(), Optional.of(ECHO), Optional.empty());
        assertThat(ping.isUnderWay()).isTrue();
    }

    @Test
    void aPingThatTheRelayDoesNotTakeFailsWithItsCause() throws Exception {
        Heartbeats heartbeats = open();
        Ping ping = new Ping(ECHO, CLOCK);
        relay.isDown = true;

        heartbeats.beat(ping);

        assertThat(ping.result().toCompletableFuture().join()).isEqualTo(new PingResult.NotSent("the relay is down"));
    }

    @Test
    void aPingThatTheRelayHasTakenIsUnansweredAtTheEndOfItsTime() throws Exception {
        Heartbeats heartbeats = open();
        Ping ping = new Ping(ECHO, CLOCK);
        heartbeats.beat(ping);

        ping.giveUp(Duration.ofSeconds(10));

        assertThat(ping.result().toCompletableFuture().join())
                .isEqualTo(new PingResult.Unanswered(Duration.ofSeconds(10)));
    }

    private static final class Agent implements Heartbeats.Vital {
        private final List<Long> counters = new ArrayList<>();
        private final List<String> previous = new ArrayList<>();
        private final List<Optional<Echo>> echoes = new ArrayList<>();
        private Heartbeat.State state = Heartbeat.State.READY;
        private Optional<String> policy = Optional.empty();

        @Override
        public Heartbeat.State state() {
            return state;
        }

        @Override
        public Optional<String> policy() {
            return policy;
        }

        @Override
        public Heartbeat heartbeat(long counter, String digest, Optional<Echo> echo) {
            counters.add(counter);
            echoes.add(echo);
            previous.add(digest);
            return new Heartbeat(
                    counter,
                    digest,
                    "1.0",
                    state,
                    List.of(),
                    0,
                    List.of(),
                    Optional.empty(),
                    Epoch.NONE,
                    Epoch.NONE,
                    Optional.empty(),
                    policy,
                    echo);
        }
    }

    private static final class Relay implements RelayTransport {
        private final List<RelayNotice> taken = new ArrayList<>();
        private boolean isDown;

        @Override
        public void publish(RelayNotice notice) throws RelayException {
            if (isDown) {
                throw new RelayException("the relay is down");
            }
            taken.add(notice);
        }

        @Override
        public void start(Consumer<RelayRequest> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean drain(Duration limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RelayHealth health() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
