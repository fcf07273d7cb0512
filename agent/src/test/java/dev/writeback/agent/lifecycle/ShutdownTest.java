package dev.writeback.agent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private final List<String> closed = new ArrayList<>();
    private final Shutdown shutdown = new Shutdown();

    @Test
    void closesTheNewestFirst() {
        shutdown.before("journal", () -> closed.add("journal"));
        shutdown.before("relay", () -> closed.add("relay"));

        shutdown.close();

        assertThat(closed).containsExactly("relay", "journal");
    }

    @Test
    void skipsNothingWhenAStepFails() {
        shutdown.before("journal", () -> closed.add("journal"));
        shutdown.before("relay", () -> {
            throw new IllegalStateException("broken");
        });

        shutdown.close();

        assertThat(closed).containsExactly("journal");
    }

    @Test
    void closesNothingTwice() {
        shutdown.before("journal", () -> closed.add("journal"));

        shutdown.close();
        shutdown.close();

        assertThat(closed).containsExactly("journal");
    }
}
