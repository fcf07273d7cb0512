package dev.writeback.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillSwitchTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("paused");
    }

    @Test
    void isOffAtFirst() {
        assertThat(open().paused()).isEmpty();
    }

    @Test
    void survivesARestartUntilItIsTakenBack() throws Exception {
        open().set(true);

        assertThat(open().paused()).contains("paused by the file " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        open().set(false);
        assertThat(open().paused()).isEmpty();
    }

    @Test
    void saysSinceWhen() {
        KillSwitch killSwitch = open();
        killSwitch.set(true);

        assertThat(killSwitch.paused()).contains("paused since 2026-11-23T00:00:00Z");
    }

    @Test
    void anyFileOfThatNamePausesWhateverIsInIt() throws Exception {
        Files.createFile(file);

        assertThat(open().paused()).isPresent();
    }

    @Test
    void isOnEvenIfThatCannotBeKept() {
        KillSwitch killSwitch = KillSwitch.open(directory.resolve("nowhere"), clock());
        killSwitch.set(true);

        assertThat(killSwitch.paused().orElseThrow()).contains("but only until the agent stops", "nowhere");
    }

    @Test
    void staysOnWhereTheFileCannotBeRemoved() throws Exception {
        Files.createDirectories(file.resolve("somebody's"));
        KillSwitch killSwitch = open();
        killSwitch.set(false);

        assertThat(killSwitch.paused().orElseThrow()).contains("paused still", "cannot be removed");
    }

    private KillSwitch open() {
        return KillSwitch.open(directory, clock());
    }

    private static Clock clock() {
        return Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
    }
}
