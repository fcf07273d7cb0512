package dev.writeback.sandbox.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C or SIGTERM as an interrupt of the thread that made this object: the process then ends only after that thread has
 * tidied up and closed it.
 */
final class Interruption implements AutoCloseable {
    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread owner;
    private final Thread hook;

    private Interruption(Thread owner) {
        this.owner = owner;
        this.hook = new Thread(this::interrupt, "interruption");
    }

    /** From now on a signal interrupts the calling thread, once. */
    static Interruption listen() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupt() {
        owner.interrupt();
        try {
            tidy.await();
        } catch (InterruptedException e) {
            // Nobody interrupts a hook but the end of the process.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the signal; nothing is left of the interrupt when this returns. */
    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            return;
        }
    }

    @Override
    public void close() {
        tidy.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is what the hook was for.
            return;
        }
    }
}
