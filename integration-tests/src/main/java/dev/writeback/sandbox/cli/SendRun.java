package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.Console;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Sends a number of requests, some at a time, and prints each reply as it comes. */
final class SendRun {
    private final CloudClient client;
    private final Supplier<SealedRequest> requests;
    private final Optional<Duration> patience;
    private final boolean json;
    private final Console console;

    /**
     * @param requests seals the next request
     * @param patience how long to wait for an ack; empty for until the request is closed
     * @param json one document per line, for a script
     */
    SendRun(
            CloudClient client,
            Supplier<SealedRequest> requests,
            Optional<Duration> patience,
            boolean json,
            Console console) {
        this.client = client;
        this.requests = requests;
        this.patience = patience;
        this.json = json;
        this.console = console;
    }

    /** Whether an ack was verified for every request. */
    boolean send(int count, int concurrency) throws InterruptedException {
        Semaphore slots = new Semaphore(concurrency);
        AtomicInteger acknowledged = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            slots.acquire();
            SealedRequest request = requests.get();
            CompletableFuture<Reply> reply =
                    patience.map(limit -> client.send(request, limit)).orElseGet(() -> client.send(request));
            var unused = reply.whenComplete((answer, error) -> {
                if (error != null) {
                    complain(request, error);
                } else if (print(request, answer)) {
                    acknowledged.incrementAndGet();
                }
                slots.release();
            });
        }
        slots.acquire(concurrency);
        return acknowledged.get() == count;
    }

    private synchronized boolean print(SealedRequest request, Reply reply) {
        console.out().println(json ? Json.line(ReplyText.document(request, reply)) : ReplyText.line(request, reply));
        console.out().flush();
        return reply instanceof Reply.Acknowledged;
    }

    private synchronized void complain(SealedRequest request, Throwable error) {
        console.err()
                .println(request.operation().wireName() + " " + request.id() + ": the relay did not take it: "
                        + error.getClass().getSimpleName());
        console.err().flush();
    }
}
