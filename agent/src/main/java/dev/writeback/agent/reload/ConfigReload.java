package dev.writeback.agent.reload;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigChange;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.ReadConfig;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The configuration in force, and how another one takes its place: read and checked as a whole, then followed as a whole
 * or not at all. Thread-safe; one reading at a time.
 */
public final class ConfigReload {
    private static final Logger log = LoggerFactory.getLogger(ConfigReload.class);

    /** What follows a configuration. Called by one thread at a time; must not fail. */
    @FunctionalInterface
    public interface Follower {
        void follow(AgentConfig before, AgentConfig next);
    }

    /**
     * How things stand.
     *
     * @param since when the configuration in force was read
     * @param refused the last reading, when nothing of it is in force
     */
    public record Standing(Instant since, Optional<ReloadResult> refused) {
        /** Whether the last reading is in force. */
        public boolean isInForce() {
            return refused.isEmpty();
        }
    }

    private final Path file;
    private final Follower follower;
    private final Events events;
    private final Clock clock;
    private ReadConfig running;
    private volatile Standing standing;

    /**
     * @param running what the agent was started with, a moment ago
     */
    public ConfigReload(ReadConfig running, Follower follower, Events events, Clock clock) {
        this.file = running.file();
        this.running = running;
        this.follower = follower;
        this.events = events;
        this.clock = clock;
        this.standing = new Standing(clock.instant(), Optional.empty());
    }

    /** Reads the file again and follows it, unless it is wrong or needs a restart. */
    public synchronized ReloadResult reload() {
        ReloadResult result = read();
        standing = result.isInForce()
                ? new Standing(clock.instant(), Optional.empty())
                : new Standing(standing.since(), Optional.of(result));
        say(result);
        return result;
    }

    private ReloadResult read() {
        ReadConfig next;
        try {
            next = running.again();
        } catch (ConfigException e) {
            return new ReloadResult.Invalid(e.problems());
        }
        ConfigChange change = running.changeTo(next);
        if (!change.needingRestart().isEmpty()) {
            return new ReloadResult.NeedsRestart(change.needingRestart());
        }
        AgentConfig before = running.config();
        running = next;
        if (change.live().isEmpty()) {
            return new ReloadResult.Unchanged();
        }
        follower.follow(before, next.config());
        return new ReloadResult.Applied(change.live());
    }

    private void say(ReloadResult result) {
        Level level =
                result instanceof ReloadResult.Unchanged ? Level.DEBUG : result.isInForce() ? Level.INFO : Level.ERROR;
        log.atLevel(level)
                .setMessage("configuration read again")
                .addKeyValue("file", file)
                .addKeyValue("result", result.summary())
                .addKeyValue("inForceSince", standing.since())
                .log();
        if (!(result instanceof ReloadResult.Unchanged)) {
            events.tell(Event.of(result.isInForce() ? EventType.CONFIG_RELOADED : EventType.CONFIG_ERROR)
                    .with("result", result.summary()));
        }
    }

    /** The file that is read. */
    public Path file() {
        return file;
    }

    /** How things stand at this moment. */
    public Standing standing() {
        return standing;
    }
}
