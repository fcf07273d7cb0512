package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ExaminationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void looksAtAllAtTheSameTimeAndKeepsTheirOrder() {
        CountDownLatch both = new CountDownLatch(2);

        List<Check> checks = Examinations.run(List.of(meeting("first", both), meeting("second", both)), PATIENCE);

        assertThat(checks).extracting(Check::name).containsExactly("first", "second");
        assertThat(checks).allMatch(Check::holds);
    }

    private static Examination meeting(String name, CountDownLatch both) {
        return new Examination(name, () -> {
            both.countDown();
            await(both);
            return Check.ok(name, "met");
        });
    }

    @Test
    void givesUpWhatDoesNotEnd() {
        CountDownLatch never = new CountDownLatch(1);
        Examination stuck = new Examination("stuck", () -> {
            await(never);
            return Check.ok("stuck", "");
        });

        List<Check> checks = Examinations.run(
                List.of(stuck, new Examination("quick", () -> Check.ok("quick", ""))), Duration.ofMillis(50));

        assertThat(checks.get(0).status()).isEqualTo(Check.Status.FAILURE);
        assertThat(checks.get(0).detail()).contains("has not ended within");
        never.countDown();
    }

    @Test
    void tellsItsOwnDefects() {
        Check check = Examinations.run(
                        List.of(new Examination("odd", () -> {
                            throw new IllegalStateException("surprise");
                        })),
                        PATIENCE)
                .get(0);

        assertThat(check.status()).isEqualTo(Check.Status.FAILURE);
        assertThat(check.detail()).contains("surprise");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
