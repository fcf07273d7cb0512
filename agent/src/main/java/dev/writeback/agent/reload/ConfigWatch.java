package dev.writeback.agent.reload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file of the configuration every now and then, and has it read again when it was changed. A file that looks
 * different at every look is still being written. Used by one thread, {@code config-watch}.
 */
public final class ConfigWatch {
    private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path file;
    private final Runnable reload;
    private Optional<Sight> followed = Optional.empty();
    private Optional<Sight> last = Optional.empty();

    /** What a look sees; no time and no content while there is no file. */
    private record Sight(Optional<FileTime> modified, ByteBuffer content) {}

    /**
     * @param reload is run when the file has changed; must not throw
     */
    public ConfigWatch(Path file, Runnable reload) {
        this.file = file;
        this.reload = reload;
    }

    /** One look. The first that sees a settled file has it read: it may have changed while the agent started. */
    void look() {
        Optional<Sight> now = Optional.of(see());
        boolean settled = now.equals(last);
        last = now;
        if (settled && !now.equals(followed)) {
            followed = now;
            reload.run();
        }
    }

    private Sight see() {
        try {
            return new Sight(Optional.of(Files.getLastModifiedTime(file)), ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            return new Sight(Optional.empty(), ByteBuffer.allocate(0));
        }
    }

    /** Looks again and again, with so much time between two looks, until closed. */
    public AutoCloseable start(Duration interval) {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "config-watch");
            thread.setDaemon(true);
            return thread;
        });
        var unused = looks.scheduleWithFixedDelay(
                this::lookSafely, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return looks::shutdownNow;
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            // It would end the repetition without a word.
            log.atWarn()
                    .setMessage("the configuration could not be watched")
                    .setCause(e)
                    .log();
        }
    }
}
