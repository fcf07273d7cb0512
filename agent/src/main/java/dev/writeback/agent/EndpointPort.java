package dev.writeback.agent;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the local endpoint listen: at the start, or, where somebody else has its port then, as soon as it is free. No password
 * waits for that. Thread-safe.
 */
final class EndpointPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EndpointPort.class);

    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Door door;
    private final String address;
    private final Events events;
    private final ScheduledExecutorService executor;
    private final Duration longestWait;
    private final Runnable taken;

    /** Opens the endpoint. */
    interface Door {
        /**
         * Has it listen, and whoever may control the agent know the token.
         *
         * @return why it does not listen: somebody else does; empty when it does
         * @throws IOException when something else is wrong
         */
        Optional<String> open() throws IOException;
    }

    /**
     * @param address for messages
     * @param taken is called for each try in which somebody else has the port
     * @param executor for the further tries; closed with this
     * @param longestWait between two tries: each wait is twice the one before it, up to this
     */
    EndpointPort(
            Door door,
            String address,
            Events events,
            Runnable taken,
            ScheduledExecutorService executor,
            Duration longestWait) {
        this.door = door;
        this.address = address;
        this.events = events;
        this.taken = taken;
        this.executor = executor;
        this.longestWait = longestWait;
    }

    /**
     * Tries once, and again later where the port is taken.
     *
     * @throws IOException when waiting does not help
     */
    void open(Duration firstWait) throws IOException {
        Optional<String> why = tried();
        if (why.isEmpty()) {
            return;
        }
        log.atError()
                .setMessage(
                        "the local endpoint does not listen: somebody else has its port; the agent works without it,"
                                + " and tries again until the port is free")
                .addKeyValue("http", address)
                .addKeyValue("why", why.get())
                .log();
        events.tell(Event.of(EventType.ENDPOINT_CLOSED).with("address", address).with("detail", why.get()));
        later(firstWait);
    }

    private Optional<String> tried() throws IOException {
        Optional<String> why = door.open();
        if (why.isPresent()) {
            taken.run();
        }
        return why;
    }

    private void later(Duration wait) {
        try {
            var unused = executor.schedule(() -> again(wait), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.atDebug().setMessage("the agent stops").log();
        }
    }

    private void again(Duration waited) {
        if (opens()) {
            log.atInfo()
                    .setMessage("the local endpoint listens")
                    .addKeyValue("http", address)
                    .log();
            events.tell(Event.of(EventType.ENDPOINT_OPENED).with("address", address));
            executor.shutdown();
            return;
        }
        Duration twice = waited.multipliedBy(2);
        later(twice.compareTo(longestWait) < 0 ? twice : longestWait);
    }

    private boolean opens() {
        try {
            return tried().isEmpty();
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .setMessage("the local endpoint cannot be opened; tried again")
                    .addKeyValue("http", address)
                    .addKeyValue("why", String.valueOf(e.getMessage()))
                    .log();
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
