package dev.writeback.agent.audit;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for one sink. It is never waited for: when the queue is full, what comes is counted as lost there, and the file
 * has it. A record that the sink did not take is given to it again until it does. Thread-safe.
 */
public final class SinkQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SinkQueue.class);

    static final int CAPACITY = 10_000;

    private static final long FIRST_REST_MILLIS = 500;
    private static final long LONGEST_REST_MILLIS = 30_000;
    private static final long LAST_WORDS_MILLIS = 2_000;

    private final AuditSink sink;
    private final Events events;
    private final BlockingQueue<AuditRecord> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostWhenItWent = new AtomicLong();
    private final AtomicBoolean up = new AtomicBoolean(true);
    private final Thread thread;
    private volatile boolean closing;

    /** @param events is told when the sink goes and comes */
    SinkQueue(AuditSink sink, int capacity, Events events, ThreadFactory threads) {
        this.sink = sink;
        this.events = events;
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.thread = threads.newThread(this::run);
        thread.setName("audit-" + sink.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The sink's name. */
    public String name() {
        return sink.name();
    }

    /** Whether it took the last record that it was given, and keeps up. */
    public boolean isUp() {
        return up.get();
    }

    /** The records that it will never see. */
    public long lost() {
        return lost.get();
    }

    void offer(AuditRecord record) {
        if (!waiting.offer(record)) {
            hasGone("it does not keep up");
            lost.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                AuditRecord next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException e) {
            log.atDebug()
                    .setMessage("the sink ends")
                    .addKeyValue("sink", sink.name())
                    .log();
        }
    }

    private void send(AuditRecord record) throws InterruptedException {
        long rest = FIRST_REST_MILLIS;
        while (!isTaken(record)) {
            if (closing) {
                lost.incrementAndGet();
                return;
            }
            Thread.sleep(rest);
            rest = Math.min(2 * rest, LONGEST_REST_MILLIS);
        }
        if (up.compareAndSet(false, true)) {
            events.tell(Event.of(EventType.AUDIT_SINK_UP)
                    .with("sink", sink.name())
                    .with("lost", lost.get() - lostWhenItWent.get()));
        }
    }

    private boolean isTaken(AuditRecord record) {
        try {
            sink.write(record);
            return true;
        } catch (IOException | RuntimeException e) {
            hasGone(e.toString());
            return false;
        }
    }

    private void hasGone(String cause) {
        if (up.compareAndSet(true, false)) {
            lostWhenItWent.set(lost.get());
            log.atWarn()
                    .setMessage("a place beside the audit's file takes no records; the file is whole")
                    .addKeyValue("sink", sink.name())
                    .addKeyValue("cause", cause)
                    .log();
            events.tell(Event.of(EventType.AUDIT_SINK_DOWN).with("sink", sink.name()));
        }
    }

    /** Gives what waits two seconds more. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_WORDS_MILLIS);
            thread.interrupt();
            sink.close();
            thread.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lost.addAndGet(waiting.size());
        sink.close();
    }
}
