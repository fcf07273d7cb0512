package dev.writeback.agent.diag;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** What every thread of this process is doing: names, states, locks and whole stacks. No values are in a stack. */
public final class ThreadDump {
    private ThreadDump() {}

    /** Taken now; the process stands still for some milliseconds. */
    public static String text() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo[] all = threads.dumpAllThreads(true, true);
        Arrays.sort(all, Comparator.comparing(ThreadInfo::getThreadName));
        StringBuilder text = new StringBuilder();
        text.append(all.length)
                .append(" threads, ")
                .append(threads.getPeakThreadCount())
                .append(" at most\n");
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked != null) {
            text.append("DEADLOCK of the threads ")
                    .append(Arrays.toString(deadlocked))
                    .append('\n');
        }
        for (ThreadInfo thread : all) {
            one(thread, threads, text);
        }
        return text.toString();
    }

    private static void one(ThreadInfo thread, ThreadMXBean threads, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n\"%s\" #%d %s%s cpu %d ms%n",
                thread.getThreadName(),
                thread.getThreadId(),
                thread.isDaemon() ? "daemon " : "",
                thread.getThreadState(),
                threads.getThreadCpuTime(thread.getThreadId()) / 1_000_000));
        LockInfo lock = thread.getLockInfo();
        if (lock != null) {
            text.append("    waits for ").append(lock);
            if (thread.getLockOwnerName() != null) {
                text.append(" of \"")
                        .append(thread.getLockOwnerName())
                        .append("\" #")
                        .append(thread.getLockOwnerId());
            }
            text.append('\n');
        }
        StackTraceElement[] stack = thread.getStackTrace();
        for (int i = 0; i < stack.length; i++) {
            text.append("    at ").append(stack[i]).append('\n');
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == i) {
                    text.append("    holds ").append(monitor).append('\n');
                }
            }
        }
    }
}
