package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host's clock jumps under a running agent; relay, directory and cloud keep the right time. */
final class ClockJumpIT {
    @RegisterExtension
    static final Needs COMPILER = Needs.commands("gcc");

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static WrongClock time;
    private static AgentSite world;

    @BeforeAll
    static void start() throws Exception {
        time = new WrongClock(folder.resolve("time"));
        world = AgentSite.start(
                folder.resolve("site"), Conditions.USUAL.withShortLocks().withEnvironment(time.environment()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"u01,u02,3600", "u03,u04,-3600"})
    void takesNothingUntilTheClockIsRightAndForgetsNothing(String before, String during, long seconds)
            throws Exception {
        world.age(before);
        SealedRequest earlier = world.reset(before, "Fresh-Phrase-1!");
        assertThat(world.answer(earlier).outcome()).isEqualTo(Outcome.OK);

        time.jump(Duration.ofSeconds(seconds));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.readiness()).contains("receiving is paused, set the clock"));
        assertThat(world.http.metrics()).contains("writeback_intake_closed{cause=\"clock\"} 1");
        assertThat(world.http.metric("writeback_directory_clock_offset_seconds"))
                .isBetween(seconds - 5.0, seconds + 5.0);
        world.age(during);
        CompletableFuture<Reply> waiting = world.send(world.reset(during, "Fresh-Phrase-2!"));
        await().during(Duration.ofSeconds(3)).atMost(SOON).untilAsserted(() -> {
            assertThat(waiting).isNotDone();
            assertThat(world.writesTo(during)).isZero();
        });

        time.jump(Duration.ZERO);
        assertThat(AgentSite.ackOf(waiting).outcome()).isIn(Outcome.OK, Outcome.OK_ALREADY);
        assertThat(world.writesTo(during)).isOne();
        assertThat(world.answer(earlier).outcome())
                .as("a redelivery after the jump")
                .isEqualTo(Outcome.OK_ALREADY);
        assertThat(world.writesTo(before)).isOne();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.isReady()).isTrue());
    }
}
