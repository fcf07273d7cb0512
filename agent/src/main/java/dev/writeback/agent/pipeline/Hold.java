package dev.writeback.agent.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait on a worker of the road, which ends at once when the agent stops. Thread-safe. */
public final class Hold {
    private final Duration length;
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * @param length of each wait
     */
    public Hold(Duration length) {
        this.length = length;
    }

    /** Whether the wait was had in full: false when the agent is stopping. */
    boolean await() {
        try {
            return !over.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends every wait, now and from now on. */
    public void end() {
        over.countDown();
    }
}
