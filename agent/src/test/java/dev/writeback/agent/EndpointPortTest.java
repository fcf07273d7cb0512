package dev.writeback.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.event.RecordedEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointPortTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandExecutor thread = new HandExecutor();
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicInteger counted = new AtomicInteger();
    private Optional<String> taken = Optional.of("cannot listen: in use");
    private Optional<IOException> broken = Optional.empty();
    private final EndpointPort port = new EndpointPort(
            this::door, "127.0.0.1:9464", events, counted::incrementAndGet, thread, Duration.ofSeconds(30));

    private Optional<String> door() throws IOException {
        if (broken.isPresent()) {
            throw broken.get();
        }
        return taken;
    }

    /** Keeps what it is given until the test lets that time pass. */
    private static final class HandExecutor extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> due = new ArrayDeque<>();
        private Duration delay = Duration.ZERO;

        HandExecutor() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long length, TimeUnit unit) {
            if (isShutdown()) {
                throw new RejectedExecutionException("closed");
            }
            due.add(command);
            delay = Duration.of(length, unit.toChronoUnit());
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        Duration passed() {
            due.remove().run();
            return delay;
        }
    }

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void saysNothingWhereThePortIsFree() throws Exception {
        taken = Optional.empty();

        port.open(SECOND);

        assertThat(events.all()).isEmpty();
        assertThat(counted).hasValue(0);
        assertThat(thread.due).isEmpty();
    }

    @Test
    void tellsOfATakenPortOnceAndTriesAgainEverMoreSeldom() throws Exception {
        port.open(SECOND);

        assertThat(thread.delay).isEqualTo(SECOND);
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(8));
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(16));
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(30));
        assertThat(thread.passed()).isEqualTo(Duration.ofSeconds(30));
        assertThat(counted).hasValue(7);
        assertThat(events.names()).containsExactly("agent.endpoint.closed");
        assertThat(events.all().get(0).fields())
                .containsEntry("address", "127.0.0.1:9464")
                .containsEntry("detail", "cannot listen: in use");
    }

    @Test
    void listensAsSoonAsThePortIsFreeAndThenLeavesItAlone() throws Exception {
        port.open(SECOND);
        taken = Optional.empty();

        thread.passed();

        assertThat(events.names()).containsExactly("agent.endpoint.closed", "agent.endpoint.opened");
        assertThat(thread.due).isEmpty();
        assertThat(thread.isShutdown()).isTrue();
    }

    @Test
    void whatWaitingDoesNotMendIsAnErrorAtTheStart() {
        broken = Optional.of(new IOException("no address of this machine"));

        assertThatThrownBy(() -> port.open(SECOND)).isSameAs(broken.get());
        assertThat(thread.due).isEmpty();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void whateverHappensLaterIsTriedAgain() throws Exception {
        port.open(SECOND);
        broken = Optional.of(new IOException("the disk is full"));
        thread.passed();
        broken = Optional.empty();
        taken = Optional.empty();

        thread.passed();

        assertThat(events.names()).endsWith("agent.endpoint.opened");
    }

    @Test
    void triesNoMoreWhenClosed() throws Exception {
        port.open(SECOND);
        port.close();

        thread.passed();

        assertThat(thread.due).isEmpty();
    }
}
