package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
    @Test
    void showsEveryThreadWithItsWholeStack() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread thread = new Thread(() -> deep(30, inside, go), "the-deep-one");
        thread.start();
        inside.await();
        try {
            String dump = ThreadDump.text();

            assertThat(dump).containsPattern("\"the-deep-one\" #\\d+ (daemon )?(WAITING|RUNNABLE)");
            assertThat(dump.split("ThreadDumpTest\\.deep\\(", -1)).hasSizeGreaterThan(30);
        } finally {
            go.countDown();
            thread.join();
        }
    }

    private static void deep(int left, CountDownLatch inside, CountDownLatch go) {
        if (left > 0) {
            deep(left - 1, inside, go);
            return;
        }
        inside.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
