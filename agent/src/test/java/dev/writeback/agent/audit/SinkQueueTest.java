package dev.writeback.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.RecordedEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SinkQueueTest {
    private final RecordedEvents events = new RecordedEvents();

    private static AuditRecord record(long number) {
        return new AuditRecord(number, Instant.EPOCH, "hq-1", Event.of(EventType.RELAY_UP), "line " + number);
    }

    /** Fails as often as it is told to, then takes what comes. */
    private static final class Moody implements AuditSink {
        final LinkedBlockingQueue<Long> taken = new LinkedBlockingQueue<>();
        final CountDownLatch mayBegin = new CountDownLatch(1);
        final CountDownLatch begun = new CountDownLatch(1);
        volatile int failures;

        Moody(int failures) {
            this.failures = failures;
        }

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public void write(AuditRecord record) throws IOException {
            begun.countDown();
            try {
                mayBegin.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failures > 0) {
                failures--;
                throw new IOException("not now");
            }
            taken.add(record.number());
        }

        @Override
        public void close() {}
    }

    private static List<Long> take(Moody sink, int count) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(sink.taken.poll(20, TimeUnit.SECONDS));
        }
        return all;
    }

    @Test
    void aRecordThatWasNotTakenIsGivenAgainBeforeTheNext() throws Exception {
        Moody sink = new Moody(1);
        sink.mayBegin.countDown();
        try (SinkQueue queue = new SinkQueue(sink, 10, events, Thread::new)) {
            queue.start();
            queue.offer(record(1));
            queue.offer(record(2));

            assertThat(take(sink, 2)).containsExactly(1L, 2L);
        }
        assertThat(events.names()).containsExactly("audit.sink.down", "audit.sink.up");
    }

    @Test
    void whatDoesNotFitIsCountedAndTheOldestAreKept() throws Exception {
        Moody sink = new Moody(0);
        try (SinkQueue queue = new SinkQueue(sink, 3, events, Thread::new)) {
            queue.start();
            queue.offer(record(1));
            sink.begun.await();
            for (int i = 2; i <= 10; i++) {
                queue.offer(record(i));
            }

            assertThat(queue.lost()).isEqualTo(6);
            assertThat(queue.isUp()).isFalse();
            sink.mayBegin.countDown();
            assertThat(take(sink, 4)).containsExactly(1L, 2L, 3L, 4L);
        }
    }
}
