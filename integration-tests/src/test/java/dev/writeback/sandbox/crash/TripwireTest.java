package dev.writeback.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.lifecycle.Waypoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class TripwireTest {
    private final List<Waypoint> reached = new CopyOnWriteArrayList<>();
    private final Tripwire tripwire = new Tripwire(reached::add);

    @Test
    void letsEverythingPassUntilItIsArmed() {
        for (Waypoint point : Waypoint.values()) {
            tripwire.passed(point);
        }

        assertThat(reached).isEmpty();
    }

    @Test
    void holdsTheThreadThatPassesForTheNthTime() {
        tripwire.arm(Waypoint.GUARDED, 2);
        Thread walker = new Thread(() -> {
            tripwire.passed(Waypoint.GUARDED);
            tripwire.passed(Waypoint.UNSEALED);
            tripwire.passed(Waypoint.GUARDED);
            reached.add(Waypoint.SETTLED);
        });
        walker.setDaemon(true);
        walker.start();

        await().untilAsserted(() -> assertThat(walker.getState()).isEqualTo(Thread.State.WAITING));
        assertThat(reached).containsExactly(Waypoint.GUARDED);
    }
}
