package dev.writeback.sandbox.crash;

import dev.writeback.sandbox.samba.SambaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Carries out many plans on several lanes, and counts. */
public final class Chaos {
    private static final String ROW = "%-20s %6s %8s %5s %6s %11s %9s %14s %8s %6s %14s %7s";

    /** On a busy machine the directory may be too slow for a request, which then never comes to the point. */
    private static final int ATTEMPTS = 3;

    private final Path folder;
    private final Consumer<String> observer;
    private final Lanes lanes;

    private interface Lanes {
        CrashLane open(Path site, boolean keepsLocks, int number) throws Exception;
    }

    private Chaos(Path folder, Consumer<String> observer, Lanes lanes) {
        this.folder = folder;
        this.observer = observer;
        this.lanes = lanes;
    }

    /**
     * Every lane has an embedded directory of its own.
     *
     * @param folder gets the sites' files
     * @param observer gets a line for each plan, and one for each violation; called by many threads
     */
    public static Chaos onEmbedded(Path folder, Consumer<String> observer) {
        return new Chaos(folder, observer, (site, keepsLocks, number) -> CrashLane.onEmbedded(site, keepsLocks));
    }

    /**
     * All lanes have the same domain controller, with its users divided between them: two lanes and one at most.
     *
     * @param folder gets the sites' files
     * @param observer gets a line for each plan, and one for each violation; called by many threads
     */
    public static Chaos onSamba(SambaServer server, Path folder, Consumer<String> observer) {
        return new Chaos(
                folder, observer, (site, keepsLocks, number) -> CrashLane.onSamba(site, keepsLocks, server, number));
    }

    /** Every point with that many seeds, from {@code first} on. */
    public static List<CrashPlan> plans(List<CrashPoint> points, long first, int seeds) {
        return LongStream.range(first, first + seeds)
                .boxed()
                .flatMap(seed -> points.stream().map(point -> new CrashPlan(point, seed)))
                .toList();
    }

    /**
     * Carries out all plans.
     *
     * @param most how many lanes; where relays of both kinds are asked for, so many for those that keep locks, and one for the
     *     others, where little is waited for
     */
    public Map<CrashPoint, Findings> run(List<CrashPlan> plans, int most)
            throws InterruptedException, ExecutionException {
        Map<CrashPoint, Findings> table = new LinkedHashMap<>();
        plans.forEach(plan -> table.putIfAbsent(plan.point(), new Findings()));
        Map<Boolean, List<CrashPlan>> byLocks = plans.stream().collect(Collectors.groupingBy(CrashPlan::keepsLocks));
        List<Callable<Void>> work = new ArrayList<>();
        byLocks.forEach((keeps, of) -> {
            Queue<CrashPlan> queue = new ConcurrentLinkedQueue<>(of);
            int workers = Math.min(keeps || byLocks.size() == 1 ? most : 1, of.size());
            for (int lane = 0; lane < workers; lane++) {
                Path site = folder.resolve((keeps ? "kept-" : "dropped-") + lane);
                int number = work.size();
                work.add(() -> run(queue, () -> lanes.open(site, keeps, number), table));
            }
        });
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, work.size()));
        try {
            for (Future<Void> done : workers.invokeAll(work)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
        return table;
    }

    private Void run(Queue<CrashPlan> plans, Callable<CrashLane> opening, Map<CrashPoint, Findings> table)
            throws Exception {
        try (CrashLane lane = opening.call()) {
            CrashPlan plan = plans.poll();
            while (plan != null) {
                Findings found = run(lane, plan);
                found.violations().forEach(observer);
                synchronized (table) {
                    table.computeIfAbsent(plan.point(), key -> new Findings()).add(found);
                }
                plan = plans.poll();
            }
        }
        return null;
    }

    private Findings run(CrashLane lane, CrashPlan plan) throws Exception {
        long start = System.nanoTime();
        try {
            Findings found = lane.run(plan, 0);
            for (int again = 1; again < ATTEMPTS && found.missedPoints() > 0; again++) {
                found.forgiveMissed();
                found.add(lane.run(plan, again));
            }
            observer.accept(plan + " " + (System.nanoTime() - start) / 1_000_000 + " ms"
                    + (found.missedPoints() > 0 ? " point not reached" : ""));
            return found;
        } catch (Exception e) {
            throw new IllegalStateException("broken at " + plan, e);
        }
    }

    /** One line per point, and the sum. */
    public static List<String> table(Map<CrashPoint, Findings> results) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "crash point",
                "kills",
                "requests",
                "lost",
                "twice",
                "overwritten",
                "false OK",
                "false failure",
                "lockouts",
                "other",
                "indeterminate",
                "missed"));
        Findings sum = new Findings();
        results.forEach((point, found) -> {
            lines.add(row(point.name(), found));
            sum.add(found);
        });
        lines.add(row("all", sum));
        return lines;
    }

    private static String row(String name, Findings found) {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                found.kills(),
                found.requests(),
                found.count(Violation.LOST),
                found.count(Violation.TWICE),
                found.count(Violation.OVERWRITTEN),
                found.count(Violation.FALSE_OK),
                found.count(Violation.FALSE_FAILURE),
                found.count(Violation.LOCKOUT),
                found.count(Violation.UNWANTED) + found.count(Violation.UNDOCUMENTED),
                found.indeterminate(),
                found.missedPoints());
    }
}
