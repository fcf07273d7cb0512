package dev.writeback.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentOperationsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:12:05Z");

    private static final Subject USER = new Subject(Subject.Format.USER_PRINCIPAL_NAME, "u01@corp.example.test");

    private final RecentOperations recent = new RecentOperations(Clock.fixed(NOW, ZoneOffset.UTC), false);

    @Test
    void remembersWhatBecameOfARequest() {
        recent.answered(
                id(1),
                Optional.of(Operation.RESET),
                Optional.of(USER),
                Conclusion.refused(Reason.POLICY_VIOLATION).at("dc1"),
                true,
                Duration.ofMillis(38));

        assertThat(recent.newestFirst())
                .containsExactly(new RecentOperations.Entry(
                        0,
                        NOW,
                        id(1),
                        Optional.of(Operation.RESET),
                        Optional.empty(),
                        Outcome.REFUSED,
                        Optional.of(Reason.POLICY_VIOLATION),
                        Optional.of("dc1"),
                        true,
                        Duration.ofMillis(38)));
    }

    @Test
    void remembersUsersOnlyWhenTheyAreWanted() {
        RecentOperations named = new RecentOperations(Clock.fixed(NOW, ZoneOffset.UTC), true);

        named.answered(id(1), Optional.empty(), Optional.of(USER), Conclusion.of(Outcome.OK), false, Duration.ZERO);

        assertThat(named.newestFirst().get(0).subject()).contains(USER);
    }

    @Test
    void forgetsTheOldest() {
        for (int i = 0; i < 3 * RecentOperations.MOST + 7; i++) {
            answer(i);
        }

        List<RecentOperations.Entry> entries = recent.newestFirst();

        assertThat(entries).hasSize(RecentOperations.MOST);
        assertThat(entries.get(0).request()).isEqualTo(id(3 * RecentOperations.MOST + 6));
        assertThat(entries.get(RecentOperations.MOST - 1).request()).isEqualTo(id(2 * RecentOperations.MOST + 7));
    }

    @Test
    void losesNothingOfManyAtOnce() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 5; thread++) {
            int first = 10 * thread;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    answer(first + i);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(recent.newestFirst())
                .extracting(RecentOperations.Entry::request)
                .doesNotHaveDuplicates()
                .hasSize(50);
    }

    private void answer(int number) {
        recent.answered(
                id(number), Optional.empty(), Optional.empty(), Conclusion.of(Outcome.OK), false, Duration.ZERO);
    }

    private static RequestId id(int number) {
        return new RequestId("7d0c9a52-1f6e-4e0a-8d3b-%012d".formatted(number));
    }
}
