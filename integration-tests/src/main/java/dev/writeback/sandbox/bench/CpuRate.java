package dev.writeback.sandbox.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How often something can be done in one second of processor time, on this thread alone.
 *
 * @param perSecond repetitions per CPU-second
 */
record CpuRate(double perSecond) {
    /** Asking for the processor time is a system call: not after each repetition. */
    private static final int BATCH = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Repeats {@code task} until it has taken that much processor time, however long that is by the clock. */
    static CpuRate of(Runnable task, Duration processorTime) {
        long before = THREADS.getCurrentThreadCpuTime();
        long used = 0;
        long repetitions = 0;
        while (used < processorTime.toNanos()) {
            for (int i = 0; i < BATCH; i++) {
                task.run();
            }
            repetitions += BATCH;
            used = THREADS.getCurrentThreadCpuTime() - before;
        }
        return new CpuRate(repetitions * 1e9 / used);
    }

    /** Processor time of one repetition. */
    double micros() {
        return 1e6 / perSecond;
    }
}
