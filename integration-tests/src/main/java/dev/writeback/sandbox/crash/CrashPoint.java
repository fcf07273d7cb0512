package dev.writeback.sandbox.crash;

import dev.writeback.agent.lifecycle.Waypoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an agent is killed.
 *
 * @param name a {@link Waypoint}, or one of the constants here
 */
public record CrashPoint(String name) {
    /** The directory has applied the write and has not answered. */
    static final CrashPoint DIRECTORY_APPLIED = new CrashPoint("DIRECTORY_APPLIED");

    /** At no point in particular: some time after the requests were sent. */
    static final CrashPoint ANY_MOMENT = new CrashPoint("ANY_MOMENT");

    private static final List<CrashPoint> ALL = Stream.concat(
                    Arrays.stream(Waypoint.values()).map(CrashPoint::of), Stream.of(DIRECTORY_APPLIED, ANY_MOMENT))
            .toList();

    /** With an intent and no conclusion, once before the write and once after it; only a password's road leads there. */
    private static final List<CrashPoint> BEFORE_RECOVERY = List.of(of(Waypoint.INTENT_DURABLE), DIRECTORY_APPLIED);

    /** How an agent is brought to a point. */
    enum Road {
        /** It passes the point with every password that it writes. */
        USUAL,
        /** It passes the point after a crash of its predecessor. */
        RECOVERY,
        /** It passes the point when it may not write any more. */
        RELEASE
    }

    /** All points. */
    public static List<CrashPoint> all() {
        return ALL;
    }

    /**
     * @throws IllegalArgumentException when there is no such point
     */
    public static CrashPoint named(String name) {
        return ALL.stream()
                .filter(point -> point.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found no crash point " + name + "; accepted: " + ALL));
    }

    static CrashPoint of(Waypoint waypoint) {
        return new CrashPoint(waypoint.name());
    }

    /** Where a predecessor is killed so that its successor has something to recover. */
    static List<CrashPoint> beforeRecovery() {
        return BEFORE_RECOVERY;
    }

    Road road() {
        return waypoint().map(CrashPoint::roadTo).orElse(Road.USUAL);
    }

    private static Road roadTo(Waypoint waypoint) {
        return switch (waypoint) {
            case RECOVERY_READ, RECOVERY_JUDGED -> Road.RECOVERY;
            case BEFORE_RELEASE, RELEASED -> Road.RELEASE;
            default -> Road.USUAL;
        };
    }

    /** Empty for a point that lies outside of the agent. */
    Optional<Waypoint> waypoint() {
        return Arrays.stream(Waypoint.values())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
