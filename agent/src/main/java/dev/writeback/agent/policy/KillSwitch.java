package dev.writeback.agent.policy;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The local kill switch. It is on while there is a file of that name in the state directory, whatever is in it: so it
 * survives a restart, and somebody can throw it who cannot reach the agent. Thread-safe; reading never blocks.
 */
final class KillSwitch {
    static final String FILE = "paused";

    private final Path file;
    private final Clock clock;
    private volatile Optional<String> paused;

    private KillSwitch(Path file, Clock clock, Optional<String> paused) {
        this.file = file;
        this.clock = clock;
        this.paused = paused;
    }

    static KillSwitch open(Path stateDirectory, Clock clock) {
        Path file = stateDirectory.resolve(FILE);
        // A file that cannot be looked at may be there.
        boolean on = !Files.notExists(file);
        return new KillSwitch(file, clock, on ? Optional.of("paused by the file " + file) : Optional.empty());
    }

    /** Why it is on, for an operator; empty while it is off. */
    Optional<String> paused() {
        return paused;
    }

    /** Throws it in memory before it is kept, and keeps that it is off before it is: in doubt it is on. */
    synchronized void set(boolean on) {
        if (on) {
            paused = Optional.of(kept());
        } else {
            paused = removed();
        }
    }

    private String kept() {
        paused = Optional.of("paused");
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            PrivateFile.replace(file, (since + "\n").getBytes(StandardCharsets.US_ASCII));
            return "paused since " + since;
        } catch (IOException e) {
            return "paused since " + since + ", but only until the agent stops: " + file + " cannot be written ("
                    + e.getClass().getSimpleName() + ")";
        }
    }

    private Optional<String> removed() {
        try {
            Files.deleteIfExists(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("paused still: the file " + file + " cannot be removed ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
