package dev.writeback.it.crash;

import dev.writeback.it.directory.SambaExtension;
import dev.writeback.sandbox.crash.Chaos;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * As {@link CrashIT}, with a real Samba AD domain controller, whose own database is the log of writes.
 *
 * <p>{@code -Dchaos.samba.seeds=N}: every point N times, once unless said; more in {@link CrashRun}.
 */
final class SambaCrashIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final int LANES = 2;

    @BeforeAll
    static void quiet() {
        CrashRun.quieten();
    }

    @Test
    void losesNothingAndRepeatsNothingWhereverItIsKilled() throws Exception {
        new CrashRun("Samba AD", Integer.getInteger("chaos.samba.seeds", 1))
                .assertNothingViolated(Chaos.onSamba(SAMBA.server(), CrashRun.folder(), line -> {}), LANES);
    }
}
