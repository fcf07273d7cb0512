package dev.writeback.sandbox.crash;

import java.util.Random;

/**
 * One kill. The same plan makes the same requests and the same choices; what runs at the same time may still interleave
 * differently.
 *
 * @param seed an even one takes a relay that drops the locks of a lost connection, an odd one a relay that keeps them
 */
public record CrashPlan(CrashPoint point, long seed) {
    boolean keepsLocks() {
        return Math.floorMod(seed, 2) == 1;
    }

    Random random() {
        return new Random(seed * 31 + point.name().hashCode());
    }

    @Override
    public String toString() {
        return "-Dchaos.point=" + point + " -Dchaos.seed=" + seed;
    }
}
