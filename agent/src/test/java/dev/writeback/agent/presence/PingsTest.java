package dev.writeback.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.protocol.message.Echo;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PingsTest {
    private final HandClock steady = new HandClock(Instant.parse("2026-11-30T08:00:00Z"));
    private final List<Runnable> afterTheLimit = new ArrayList<>();
    private final List<Echo> sent = new ArrayList<>();
    private Optional<String> obstacle = Optional.empty();
    private final Pings pings = new Pings(new SecureRandom(), steady, afterTheLimit::add, () -> obstacle);

    /** A ping that the relay takes 5 ms after it was asked for. */
    private CompletionStage<PingResult> ping() {
        return pings.begin(ping -> {
            steady.advance(Duration.ofMillis(5));
            sent.add(ping.leave());
            ping.wasTaken();
        });
    }

    private static PingResult of(CompletionStage<PingResult> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    @Test
    void theEchoEndsItWithTheTimeThereAndBack() {
        CompletionStage<PingResult> result = ping();
        assertThat(result.toCompletableFuture()).isNotDone();
        assertThat(pings.lastRoundTrip()).isEmpty();
        steady.advance(Duration.ofMillis(41));

        assertThat(pings.take(sent.get(0))).isTrue();

        assertThat(of(result)).isEqualTo(new PingResult.Answered(Duration.ofMillis(41)));
        assertThat(pings.lastRoundTrip()).contains(Duration.ofMillis(41));
    }

    @Test
    void anEchoIsGoodForOneAnswer() {
        CompletionStage<PingResult> result = ping();
        pings.take(sent.get(0));
        steady.advance(Duration.ofMillis(1000));

        assertThat(pings.take(sent.get(0))).isFalse();

        assertThat(of(result)).isEqualTo(new PingResult.Answered(Duration.ZERO));
    }

    @Test
    void anEchoThatNobodyAskedForIsNone() {
        assertThat(pings.take(new Echo("A".repeat(22)))).isFalse();
        CompletionStage<PingResult> result = ping();

        assertThat(pings.take(new Echo("A".repeat(22)))).isFalse();

        assertThat(result.toCompletableFuture()).isNotDone();
    }

    @Test
    void anEchoOfThePingBeforeIsNone() {
        ping();
        pings.take(sent.get(0));
        steady.advance(Duration.ofMillis(2000));
        CompletionStage<PingResult> result = ping();

        assertThat(pings.take(sent.get(0))).isFalse();

        assertThat(sent).doesNotHaveDuplicates().hasSize(2);
        assertThat(result.toCompletableFuture()).isNotDone();
    }

    @Test
    void withoutAnEchoItIsUnansweredAfterTenSeconds() {
        CompletionStage<PingResult> result = ping();

        afterTheLimit.get(0).run();

        assertThat(of(result)).isEqualTo(new PingResult.Unanswered(Duration.ofSeconds(10)));
        assertThat(pings.take(sent.get(0))).as("late").isFalse();
        assertThat(pings.lastRoundTrip()).isEmpty();
    }

    @Test
    void whatTheRelayHasNotTakenByThenWasNotSent() {
        CompletionStage<PingResult> result = pings.begin(ping -> {});

        afterTheLimit.get(0).run();

        assertThat(of(result)).isEqualTo(new PingResult.NotSent("the relay has not taken a heartbeat within 10 s"));
    }

    @Test
    void theEndOfItsTimeChangesNothingOfAnAnswer() {
        CompletionStage<PingResult> result = ping();
        pings.take(sent.get(0));

        afterTheLimit.get(0).run();

        assertThat(of(result)).isInstanceOf(PingResult.Answered.class);
    }

    @Test
    void whoAsksWhileOneIsUnderWayGetsItsResult() {
        CompletionStage<PingResult> first = ping();
        steady.advance(Duration.ofMillis(9000));

        CompletionStage<PingResult> second = ping();
        pings.take(sent.get(0));

        assertThat(sent).hasSize(1);
        assertThat(of(second)).isEqualTo(of(first)).isEqualTo(new PingResult.Answered(Duration.ofMillis(9000)));
    }

    @Test
    void theyAreTwoSecondsApart() {
        ping();
        pings.take(sent.get(0));
        steady.advance(Duration.ofMillis(1990));
        ping();
        assertThat(sent).hasSize(1);

        steady.advance(Duration.ofMillis(10));
        ping();

        assertThat(sent).hasSize(2);
    }

    @Test
    void nothingIsSentWhileNothingWouldBeHeard() {
        obstacle = Optional.of("the agent takes no messages now: standby");

        assertThat(of(ping())).isEqualTo(new PingResult.NotSent("the agent takes no messages now: standby"));
        assertThat(sent).isEmpty();
    }

    @Test
    void aResultIsOneDocument() {
        assertThat(new PingResult.Answered(Duration.ofMillis(41)).json())
                .isEqualTo("{\"ping\":\"answered\",\"millis\":41}\n");
        assertThat(new PingResult.Unanswered(Duration.ofSeconds(10)).json())
                .isEqualTo("{\"ping\":\"unanswered\",\"seconds\":10}\n");
        assertThat(new PingResult.NotSent("the \"relay\" is down").json())
                .isEqualTo("{\"ping\":\"not_sent\",\"cause\":\"the \\\"relay\\\" is down\"}\n");
    }
}
