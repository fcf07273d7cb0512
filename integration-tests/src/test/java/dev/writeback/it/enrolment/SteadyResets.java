package dev.writeback.it.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Users who reset their passwords again and again, each as soon as the one before was answered. */
final class SteadyResets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Future<?>> flows = new ArrayList<>();
    private final ExecutorService threads;
    private volatile boolean stopping;

    /** Sends one reset and waits for its ack. */
    interface Reset {
        Ack of(String user, String password) throws Exception;
    }

    private SteadyResets(int users) {
        this.threads = Executors.newFixedThreadPool(users);
    }

    /** Users are {@code u01} and so on. */
    static SteadyResets start(int users, Reset reset) {
        SteadyResets resets = new SteadyResets(users);
        for (int number = 1; number <= users; number++) {
            String user = "u%02d".formatted(number);
            resets.flows.add(resets.threads.submit(() -> {
                for (int i = 1; !resets.stopping; i++) {
                    resets.outcomes.add(
                            reset.of(user, "Steady-Passw0rd-%d!".formatted(i)).outcome());
                }
                return user;
            }));
        }
        return resets;
    }

    /** Waits until so many more were answered. */
    void awaitMore(int number) {
        int wanted = outcomes.size() + number;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(outcomes).hasSizeGreaterThanOrEqualTo(wanted));
    }

    /** Lets what is under way end: every answer that came. */
    List<Outcome> stop() throws Exception {
        stopping = true;
        for (Future<?> flow : flows) {
            flow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return List.copyOf(outcomes);
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
