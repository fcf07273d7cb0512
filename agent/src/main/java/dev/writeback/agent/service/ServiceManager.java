package dev.writeback.agent.service;

import dev.writeback.agent.config.Environment;
import dev.writeback.agent.http.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the agent is, by the protocol of sd_notify(3). Does nothing where there is none. Never
 * throws: an agent that cannot tell of itself serves all the same. Thread-safe.
 */
public final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    /** How often the status is looked at where no watchdog waits for a sign of life. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Optional<NotifySocket> socket;
    private final Optional<Duration> watchdog;
    private final LongSupplier nanoTime;
    private final AtomicReference<String> said = new AtomicReference<>("");

    private ServiceManager(Optional<NotifySocket> socket, Optional<Duration> watchdog, LongSupplier nanoTime) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
    }

    /**
     * The manager that the environment names.
     *
     * @param pid of this process: a watchdog may be meant for another one
     * @param nanoTime of the clock that {@link System#nanoTime} reads, on Linux CLOCK_MONOTONIC
     */
    public static ServiceManager of(Environment environment, long pid, LongSupplier nanoTime) {
        @Nullable String name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) {
            return new ServiceManager(Optional.empty(), Optional.empty(), nanoTime);
        }
        try {
            return new ServiceManager(Optional.of(NotifySocket.to(name)), watchdog(environment, pid), nanoTime);
        } catch (IOException e) {
            log.atWarn()
                    .setMessage("the service manager cannot be told of anything")
                    .setCause(e)
                    .log();
            return new ServiceManager(Optional.empty(), Optional.empty(), nanoTime);
        }
    }

    private static Optional<Duration> watchdog(Environment environment, long pid) {
        @Nullable String micros = environment.get("WATCHDOG_USEC");
        @Nullable String meant = environment.get("WATCHDOG_PID");
        boolean isOurs = meant == null || meant.isEmpty() || meant.equals(Long.toString(pid));
        return micros != null && micros.matches("[1-9][0-9]{0,17}") && isOurs
                ? Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
                : Optional.empty();
    }

    /** How often to call {@link #alive}: so that two signs of life may be lost; empty where nobody listens. */
    public Optional<Duration> interval() {
        return socket.map(open -> watchdog.map(limit -> limit.dividedBy(3)).orElse(LOOK));
    }

    /** The agent has started. */
    public void ready(Readiness readiness) {
        tell(List.of("READY=1", status(readiness)));
    }

    /** The agent lives. The caller vouches for that by the thread that it calls on. */
    public void alive(Readiness readiness) {
        List<String> lines = new ArrayList<>();
        watchdog.ifPresent(limit -> lines.add("WATCHDOG=1"));
        String before = said.get();
        String status = status(readiness);
        if (!status.equals(before)) {
            lines.add(status);
        }
        if (!lines.isEmpty()) {
            tell(lines);
        }
    }

    /** The agent reads its configuration again; {@link #ready} says when it has. */
    public void reloading() {
        tell(List.of(
                "RELOADING=1",
                "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong()),
                say("STATUS=reading the configuration again")));
    }

    /** The agent was asked to stop: it ends what is in flight. */
    public void stopping() {
        tell(List.of("STOPPING=1", say("STATUS=stopping: what is in flight ends")));
    }

    private String status(Readiness readiness) {
        return say("STATUS=" + StatusLine.of(readiness));
    }

    private String say(String status) {
        said.set(status);
        return status;
    }

    private void tell(List<String> lines) {
        socket.ifPresent(open -> {
            try {
                open.send(lines);
            } catch (IOException e) {
                log.atWarn()
                        .setMessage("the service manager was not told")
                        .addKeyValue("what", lines.get(0))
                        .addKeyValue("why", e.getMessage())
                        .log();
            }
        });
    }
}
