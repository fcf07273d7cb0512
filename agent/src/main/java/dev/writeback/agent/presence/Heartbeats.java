package dev.writeback.agent.presence;

import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayNotice;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.state.DamagedFileException;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.envelope.AgentMessageSealer;
import dev.writeback.protocol.envelope.SealedMessage;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of heartbeats (PWB/1, section 4): each names the digest of the one before, so that a copied host is seen. Its
 * place is on the disk before it is sent; one that is lost then leaves a gap, which is no fork. One thread calls it; {@link
 * #lastSuccess} may be read by any.
 */
public final class Heartbeats {
    private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

    private final AgentMessageSealer sealer;
    private final RelayTransport relay;
    private final ChainFile file;
    private final Vital vital;
    private final Clock clock;
    private ChainFile.Link newest;
    private boolean failing;
    private Optional<Told> told = Optional.empty();
    private volatile Optional<Instant> lastSuccess = Optional.empty();

    /** What the cloud is not to learn a minute late. */
    private record Told(Heartbeat.State state, Optional<String> policy) {}

    /** Forgets the chain of an enrolment that is over. */
    public static void forget(Path stateDirectory) throws IOException {
        Files.deleteIfExists(stateDirectory.resolve(ChainFile.NAME));
    }

    /** How the agent is. */
    public interface Vital {
        /** Whether it can serve. */
        Heartbeat.State state();

        /** The digest of the policy in force. */
        Optional<String> policy();

        /** The next heartbeat, with its place in the chain and what it asks the cloud to send back. */
        Heartbeat heartbeat(long counter, String previous, Optional<Echo> echo);
    }

    private Heartbeats(
            AgentMessageSealer sealer,
            RelayTransport relay,
            ChainFile file,
            ChainFile.Link newest,
            Vital vital,
            Clock clock) {
        this.sealer = sealer;
        this.relay = relay;
        this.file = file;
        this.newest = newest;
        this.vital = vital;
        this.clock = clock;
    }

    /**
     * Goes on with the chain of the state directory, or begins one.
     *
     * @throws DamagedFileException when nobody can say where the chain was: going on would look like a copied host
     */
    public static Heartbeats open(
            AgentMessageSealer sealer, RelayTransport relay, Path stateDirectory, Vital vital, Clock clock)
            throws DamagedFileException {
        ChainFile file = new ChainFile(stateDirectory);
        return new Heartbeats(sealer, relay, file, file.read(), vital, clock);
    }

    /** When the relay last took one. */
    public Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    /** Whether the agent is no longer as the newest heartbeat said, whether or not the relay took that. */
    boolean isOutdated() {
        return told.filter(new Told(vital.state(), vital.policy())::equals).isEmpty();
    }

    /** Sends the next one; a failure is told once, until one is taken again. */
    public void beat() {
        beat(Optional.empty());
    }

    /** Sends the next one, which is this ping. */
    void beat(Ping ping) {
        beat(Optional.of(ping));
    }

    private void beat(Optional<Ping> ping) {
        try {
            Heartbeat next = vital.heartbeat(newest.counter() + 1, newest.digest(), ping.map(Ping::leave));
            SealedMessage sealed = sealer.heartbeat(next);
            ChainFile.Link link = new ChainFile.Link(next.counter(), sealed.digest());
            file.write(link);
            newest = link;
            // Before the relay took it: while it takes nothing, each look at the state would cost a place in the chain.
            told = Optional.of(new Told(next.state(), next.policy()));
            relay.publish(new RelayNotice(RelayNotice.Kind.HEARTBEAT, sealed.body(), sealed.id(), sealed.expiresAt()));
            ping.ifPresent(Ping::wasTaken);
            lastSuccess = Optional.of(clock.instant());
            if (failing) {
                log.atInfo().setMessage("heartbeats are taken again").log();
            }
            failing = false;
        } catch (RelayException | IOException | KeyUnavailableException | IllegalStateException e) {
            String cause = String.valueOf(e.getMessage());
            ping.ifPresent(asking -> asking.fail(cause));
            if (!failing) {
                log.atWarn()
                        .setMessage("no heartbeat was sent; the cloud takes this agent for absent")
                        .addKeyValue("cause", cause)
                        .log();
            }
            failing = true;
        }
    }
}
