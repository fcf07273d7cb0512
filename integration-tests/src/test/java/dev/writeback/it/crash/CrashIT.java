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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The agent is killed at each point of its road, and another one takes over: nothing may be lost, nothing done twice, and
 * nobody told what is not so.
 *
 * <p>{@code -Dchaos.seeds=N}: every point N times, 2 unless said; {@code -Dchaos.seed=S}: that seed alone; {@code
 * -Dchaos.point=P}: that point alone.
 */
final class CrashIT {
    private static final int LANES = Integer.getInteger("chaos.lanes", 3);

    @BeforeAll
    static void quiet() {
        // Cut connections are what this is about: the embedded servers need not say so.
        for (String library : List.of("org.apache.directory", "com.azure")) {
            if (LoggerFactory.getLogger(library) instanceof Logger logger) {
                logger.setLevel(Level.OFF);
            }
        }
    }

    @Test
    void losesNothingAndRepeatsNothingWhereverItIsKilled() throws Exception {
        List<CrashPoint> points = Optional.ofNullable(System.getProperty("chaos.point"))
                .map(name -> List.of(CrashPoint.named(name)))
                .orElse(CrashPoint.all());
        Optional<Long> only = Optional.ofNullable(Long.getLong("chaos.seed"));
        long first = only.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
        List<CrashPlan> plans = Chaos.plans(points, first, only.isPresent() ? 1 : Integer.getInteger("chaos.seeds", 2));
        say(plans.size() + " plans, seeds from " + first + " on");

        Map<CrashPoint, Findings> results = new Chaos(folder(), line -> {}).run(plans, LANES);

        Chaos.table(results).forEach(CrashIT::say);
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

    /** Kept, so that what the agents logged can be read afterwards. */
    private static Path folder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "crash")), "run-")
                .toAbsolutePath();
    }

    private static void say(String line) {
        System.out.println("[crash] " + line);
    }
}
