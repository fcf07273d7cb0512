package dev.writeback.it.crash;

import dev.writeback.sandbox.crash.Chaos;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The agent is killed at each point of its road, and another one takes over: nothing may be lost, nothing done twice, and
 * nobody told what is not so.
 *
 * <p>{@code -Dchaos.seeds=N}: every point N times, 2 unless said; more in {@link CrashRun}.
 */
final class CrashIT {
    private static final int LANES = Integer.getInteger("chaos.lanes", 3);

    @BeforeAll
    static void quiet() {
        CrashRun.quieten();
    }

    @Test
    void losesNothingAndRepeatsNothingWhereverItIsKilled() throws Exception {
        new CrashRun("embedded", Integer.getInteger("chaos.seeds", 2))
                .assertNothingViolated(Chaos.onEmbedded(CrashRun.folder(), line -> {}), LANES);
    }
}
