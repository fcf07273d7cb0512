package dev.writeback.directory.ldap;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What no request waits for: trials of servers that failed, renewal of what DNS said. Two threads at most. */
final class Background implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 64;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
                Thread thread = new Thread(task, "directory-background");
                thread.setDaemon(true);
                return thread;
            },
            // Everything here is asked for again later.
            new ThreadPoolExecutor.DiscardPolicy());

    Background() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
