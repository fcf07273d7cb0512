package dev.writeback.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.writeback.sandbox.crash.Chaos;
import dev.writeback.sandbox.crash.CrashPlan;
import dev.writeback.sandbox.crash.CrashPoint;
import dev.writeback.sandbox.crash.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * One run of the crash harness, with its table on the standard output.
 *
 * <p>{@code -Dchaos.seed=S}: that seed alone; {@code -Dchaos.point=P}: that point alone.
 *
 * @param directory what it runs on, for the reader of the output
 */
record CrashRun(String directory, int seeds) {
    /** Cut connections are what this is about: the embedded servers need not say so. */
    static void quieten() {
        for (String library : List.of("org.apache.directory", "com.azure")) {
            if (LoggerFactory.getLogger(library) instanceof Logger logger) {
                logger.setLevel(Level.OFF);
            }
        }
    }

    /** Kept, so that what the agents logged can be read afterwards. */
    static Path folder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "crash")), "run-")
                .toAbsolutePath();
    }

    void assertNothingViolated(Chaos chaos, int lanes) throws Exception {
        List<CrashPoint> points = Optional.ofNullable(System.getProperty("chaos.point"))
                .map(name -> List.of(CrashPoint.named(name)))
                .orElse(CrashPoint.all());
        Optional<Long> only = Optional.ofNullable(Long.getLong("chaos.seed"));
        long first = only.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
        List<CrashPlan> plans = Chaos.plans(points, first, only.isPresent() ? 1 : seeds);
        say(plans.size() + " plans, seeds from " + first + " on");
        long start = System.nanoTime();

        Map<CrashPoint, Findings> results = chaos.run(plans, lanes);

        Chaos.table(results).forEach(this::say);
        say("took " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        Collection<Findings> all = results.values();
        all.forEach(
                found -> found.indeterminateDetails().forEach(detail -> say("indeterminate as documented: " + detail)));
        assertThat(all.stream().flatMap(found -> found.violations().stream()))
                .as("violations, each with what shows it again")
                .isEmpty();
        assertThat(all.stream().mapToInt(Findings::missedPoints).sum())
                .as("points that the agent did not reach")
                .isZero();
        assertThat(all.stream().mapToInt(Findings::kills).sum()).isGreaterThanOrEqualTo(plans.size());
    }

    private void say(String line) {
        System.out.println("[crash, " + directory + "] " + line);
    }
}
