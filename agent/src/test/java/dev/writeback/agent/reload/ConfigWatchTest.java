package dev.writeback.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    @TempDir
    Path directory;

    private final AtomicInteger readings = new AtomicInteger();
    private Path file;
    private ConfigWatch watch;
    private Instant writtenAt = Instant.parse("2026-11-23T00:00:00Z");

    @BeforeEach
    void lookAtAFile() throws Exception {
        file = directory.resolve("agent.yaml");
        write("one");
        watch = new ConfigWatch(file, readings::incrementAndGet);
        watch.look();
        watch.look();
    }

    @Test
    void readsOnceAfterTheStartForWhatChangedMeanwhile() {
        assertThat(readings).hasValue(1);

        watch.look();
        assertThat(readings).hasValue(1);
    }

    @Test
    void readsAChangedFileOnceWhenItHasSettled() throws Exception {
        write("two");
        watch.look();
        assertThat(readings).as("it may still be being written").hasValue(1);

        watch.look();
        watch.look();
        assertThat(readings).hasValue(2);
    }

    @Test
    void waitsWhileTheFileIsBeingWritten() throws Exception {
        for (String part : new String[] {"t", "tw", "two"}) {
            write(part);
            watch.look();
        }
        assertThat(readings).hasValue(1);

        watch.look();
        assertThat(readings).hasValue(2);
    }

    @Test
    void readsAFileThatWasTouched() throws Exception {
        write("one");
        watch.look();
        watch.look();

        assertThat(readings).as("something that it names may have been mended").hasValue(2);
    }

    @Test
    void aFileThatIsGoneForOneLookIsBeingReplaced() throws Exception {
        Files.delete(file);
        watch.look();
        write("two");
        watch.look();
        watch.look();

        assertThat(readings).hasValue(2);
    }

    @Test
    void aFileThatStaysAwayIsReadAndFoundMissing() throws Exception {
        Files.delete(file);
        watch.look();
        watch.look();
        watch.look();

        assertThat(readings).hasValue(2);
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
        writtenAt = writtenAt.plusSeconds(1);
        Files.setLastModifiedTime(file, FileTime.from(writtenAt));
    }
}
