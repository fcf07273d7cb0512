package dev.writeback.it.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The host's clock as one process sees it, set while that process runs. The monotonic clock stays as it is. */
public final class WrongClock {
    private final Path file;

    /** Right at first. */
    public WrongClock(Path file) throws IOException {
        this.file = file;
        jump(Duration.ZERO);
    }

    /** What a process is started with that is to have this clock. */
    public Map<String, String> environment() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Preloaded.environment("clock", file.getParent()));
        environment.put("CLOCK_FAULT", file.toString());
        return environment;
    }

    /** From now on it differs by that much from the right time. */
    public void jump(Duration offset) throws IOException {
        ByteBuffer seconds =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, offset.toSeconds());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seconds, 0);
        }
    }
}
