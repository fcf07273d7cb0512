package dev.writeback.sandbox.servicebus;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;

/** Runs something on the event loop and waits for it, from any other thread. */
final class EventLoopCalls {
    private final EventLoop loop;

    EventLoopCalls(EventLoop loop) {
        this.loop = loop;
    }

    <T> T call(Callable<T> task) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("waiting on the event loop for the event loop");
        }
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }
}
