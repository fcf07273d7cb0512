package dev.writeback.agent.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at several things at the same time, each on a daemon thread of its own. */
final class Examinations {
    private Examinations() {}

    /**
     * The checks in the order of the examinations.
     *
     * @param limit from now on, for all together; what has not ended then is left to itself and told as a failure
     */
    static List<Check> run(List<Examination> examinations, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<FutureTask<Check>> tasks = new ArrayList<>();
        for (Examination examination : examinations) {
            FutureTask<Check> task = new FutureTask<>(examination.look()::get);
            tasks.add(task);
            Thread thread = new Thread(task, "doctor-" + examination.name());
            thread.setDaemon(true);
            thread.start();
        }
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            checks.add(ended(examinations.get(i).name(), tasks.get(i), deadline, limit));
        }
        return checks;
    }

    private static Check ended(String name, FutureTask<Check> task, long deadline, Duration limit) {
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Check.failure(
                    name,
                    "has not ended within " + limit.toSeconds() + " s",
                    "something on the way swallows packets without an answer: look at the firewalls in between");
        } catch (ExecutionException e) {
            return Check.failure(
                    name,
                    "the doctor itself failed: " + e.getCause(),
                    "this is a defect of writeback: please report it with this line");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.failure(name, "interrupted", "run the doctor again");
        }
    }
}
