package dev.writeback.agent;

import dev.writeback.agent.canary.LastRun;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalUnusableException;
import dev.writeback.agent.journal.SqliteJournal;
import dev.writeback.agent.lifecycle.Shutdown;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the journal, and says what it does not know the end of. */
final class JournalOpening {
    private static final Logger log = LoggerFactory.getLogger(JournalOpening.class);

    /** Three entries a second for the ten minutes that one is kept at most, and ten times that. */
    private static final int CAPACITY = 20_000;

    private JournalOpening() {}

    static Journal open(AgentConfig config, Clock clock, Waypoints waypoints, Shutdown shutdown) throws StartException {
        try {
            Path file = PrivateFile.directory(config.agent().stateDirectory()).resolve(SqliteJournal.FILE);
            SqliteJournal journal =
                    SqliteJournal.open(file, clock, SteadyClock.startingAt(clock), CAPACITY, Thread::new, waypoints);
            shutdown.before("journal", journal);
            journal.unconcluded().stream()
                    .filter(id -> config.canary()
                            .filter(canary -> LastRun.conclude(id, journal, canary))
                            .isEmpty())
                    .forEach(id -> log.atWarn()
                            .setMessage(
                                    "it is not known whether this request was applied; it is settled when it is redelivered")
                            .addKeyValue("requestId", id)
                            .log());
            return journal;
        } catch (IOException | JournalUnusableException e) {
            throw StartException.misconfigured("agent.stateDirectory", e);
        }
    }
}
