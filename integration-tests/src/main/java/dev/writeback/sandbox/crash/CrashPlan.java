package dev.writeback.sandbox.crash;

import java.util.Random;

/**
 * One kill. The same plan makes the same requests and the same choices; what runs at the same time may still interleave
 * differently.
 *
 * @param seed an even one takes a relay that drops the locks of a lost connection, an odd one a relay that keeps them
 */
public record CrashPlan(CrashPoint point, long seed) {
    private static final int ATTEMPT_BITS = 40;

    boolean keepsLocks() {
        return Math.floorMod(seed, 2) == 1;
    }

    /** @param attempt 0 first; each has its own passwords, which an account's history has not seen */
    Random random(int attempt) {
        return new Random((seed * 31 + point.name().hashCode()) ^ (long) attempt << ATTEMPT_BITS);
    }

    @Override
    public String toString() {
        return "-Dchaos.point=" + point + " -Dchaos.seed=" + seed;
    }
}
