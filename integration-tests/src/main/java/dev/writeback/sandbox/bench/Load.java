package dev.writeback.sandbox.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            long start = System.nanoTime();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (Call worker : workers) {
                running.add(threads.submit(() -> repeat(worker, callsEach)));
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

    private static List<Long> repeat(Call worker, int calls) throws Exception {
        List<Long> nanos = new ArrayList<>(calls);
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            worker.perform();
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }
}
