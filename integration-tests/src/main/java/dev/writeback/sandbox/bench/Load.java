package dev.writeback.sandbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The same work by several workers at once, each with one call under way. */
final class Load {
    private Load() {}

    /** One call of one worker; its own thread runs it. */
    interface Call {
        void perform() throws Exception;
    }

    /**
     * Lets every worker make that many calls.
     *
     * @throws ExecutionException when a call fails
     */
    static Latencies run(List<? extends Call> workers, int callsEach) throws InterruptedException, ExecutionException {
        return all(workers, worker -> {
            AtomicInteger left = new AtomicInteger(callsEach);
            return repeat(worker, () -> left.getAndDecrement() > 0);
        });
    }

    /**
     * Lets the workers share that many calls: whoever is done takes the next, so that none works alone at the end.
     *
     * @throws ExecutionException when a call fails
     */
    static Latencies share(List<? extends Call> workers, int calls) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(calls);
        return all(workers, worker -> repeat(worker, () -> left.getAndDecrement() > 0));
    }

    private interface Work {
        List<Long> of(Call worker) throws Exception;
    }

    private static Latencies all(List<? extends Call> workers, Work work)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            long start = System.nanoTime();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (Call worker : workers) {
                running.add(threads.submit(() -> work.of(worker)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : running) {
                all.addAll(one.get());
            }
            return Latencies.of(all, System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Long> repeat(Call worker, BooleanSupplier again) throws Exception {
        List<Long> nanos = new ArrayList<>();
        while (again.getAsBoolean()) {
            long start = System.nanoTime();
            worker.perform();
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }
}
