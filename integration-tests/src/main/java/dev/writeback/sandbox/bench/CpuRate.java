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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Repeats {@code task} for that long by the clock, and counts the processor time that it took. */
    static CpuRate of(Runnable task, Duration wallTime) {
        long deadline = System.nanoTime() + wallTime.toNanos();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long repetitions = 0;
        while (System.nanoTime() < deadline) {
            task.run();
            repetitions++;
        }
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        return new CpuRate(repetitions * 1e9 / Math.max(1, cpu));
    }

    /** Processor time of one repetition. */
    double micros() {
        return 1e6 / perSecond;
    }
}
