package dev.writeback.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.message.HeartbeatChain.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Section 4: what a heartbeat says of the host it comes from. */
class HeartbeatChainTest {
    private static final Place NEXT = new Place.Next();
    private static final Place FORK = new Place.Fork();
    private static final Place LATE = new Place.Late();
    private static final Place REPEAT = new Place.Repeat();

    private final HeartbeatChain chain = new HeartbeatChain();

    /** A digest by name: 43 characters of base64url. */
    private static String digest(String name) {
        return (name + "-".repeat(42)).substring(0, 42) + "A";
    }

    private static Heartbeat beat(long counter, String previous) {
        return new Heartbeat(
                counter,
                previous,
                "1",
                Heartbeat.State.READY,
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                Epoch.NONE,
                Epoch.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The heartbeat of a host, which calls its digests by its name. */
    private Place hear(String host, long counter) {
        return hear(host, counter, host);
    }

    private Place hear(String host, long counter, String before) {
        return chain.accept(beat(counter, counter == 1 ? "" : digest(before + (counter - 1))), digest(host + counter));
    }

    @Test
    void eachHeartbeatFollowsTheOneBefore() {
        for (int i = 1; i <= 2000; i++) {
            assertThat(hear("a", i)).isEqualTo(NEXT);
        }
        assertThat(chain.links()).hasSize(HeartbeatChain.REMEMBERED);
    }

    @Test
    void theSameOnceMoreIsARepetition() {
        hear("a", 1);
        hear("a", 2);

        assertThat(hear("a", 1)).isEqualTo(REPEAT);
        assertThat(hear("a", 2)).isEqualTo(REPEAT);
        assertThat(hear("a", 3)).isEqualTo(NEXT);
    }

    @Test
    void aMissingOneIsAGapAndStillFitsLater() {
        hear("a", 1);

        assertThat(hear("a", 5)).isEqualTo(new Place.Gap(3));
        assertThat(hear("a", 3)).isEqualTo(LATE);
        assertThat(hear("a", 4)).isEqualTo(LATE);
        assertThat(hear("a", 2)).isEqualTo(LATE);
        assertThat(hear("a", 6)).isEqualTo(NEXT);
    }

    @Test
    void aChainThatBeginsInTheMiddleBeginsWithAGap() {
        assertThat(hear("a", 8)).isEqualTo(new Place.Gap(7));
        assertThat(hear("a", 9)).isEqualTo(NEXT);
    }

    @Test
    void aCounterSeenWithAnotherDigestIsAFork() {
        hear("a", 1);
        hear("a", 2);

        assertThat(hear("b", 2, "a")).isEqualTo(FORK);
        assertThat(hear("a", 3)).isEqualTo(NEXT);
    }

    @Test
    void aNextOneThatNamesAnotherBeforeItIsAFork() {
        hear("a", 1);
        hear("a", 2);

        assertThat(hear("b", 3)).isEqualTo(FORK);
    }

    @Test
    void bothOfTwoCopiesAreNoticedHoweverTheyTakeTurns() {
        hear("a", 1);
        assertThat(hear("b", 2, "a")).isEqualTo(NEXT);
        assertThat(hear("c", 2, "a")).isEqualTo(FORK);
        assertThat(hear("b", 3)).isEqualTo(NEXT);
        assertThat(hear("c", 3)).isEqualTo(FORK);
        // The copy runs ahead; the original closes the gap until the two meet.
        assertThat(hear("c", 6)).isEqualTo(new Place.Gap(2));
        assertThat(hear("b", 4)).isEqualTo(LATE);
        assertThat(hear("b", 5)).isEqualTo(FORK);
        assertThat(hear("b", 6)).isEqualTo(FORK);
    }

    @Test
    void aHostPutBackFromABackupIsAForkAtOnce() {
        for (int i = 1; i <= 2000; i++) {
            hear("a", i);
        }

        assertThat(hear("b", 101, "a")).isEqualTo(FORK);
        assertThat(hear("b", 1)).isEqualTo(FORK);
        assertThat(hear("b", 1900, "a")).isEqualTo(FORK);
    }

    @Test
    void anAgentThatLostItsStateIsAForkUntilItIsEnrolledAnew() {
        hear("a", 1);
        hear("a", 2);

        assertThat(hear("b", 1)).isEqualTo(FORK);
        assertThat(new HeartbeatChain().accept(beat(1, ""), digest("b1"))).isEqualTo(NEXT);
    }

    @Test
    void theChainGoesOnAfterTheCloudRestarted() {
        hear("a", 1);
        hear("a", 2);
        HeartbeatChain restarted = new HeartbeatChain(chain.links());

        assertThat(restarted.accept(beat(2, digest("a1")), digest("a2"))).isEqualTo(REPEAT);
        assertThat(restarted.accept(beat(3, digest("a2")), digest("a3"))).isEqualTo(NEXT);
        assertThat(restarted.accept(beat(3, digest("a2")), digest("b3"))).isEqualTo(FORK);
    }

    @Test
    void aStoreThatKeepsMoreThanIsRememberedHidesNoBackup() {
        List<HeartbeatChain.Link> kept = new ArrayList<>();
        for (long i = 101; i <= 100 + HeartbeatChain.REMEMBERED + 50; i++) {
            kept.add(new HeartbeatChain.Link(i, digest("a" + (i - 1)), digest("a" + i)));
        }

        assertThat(new HeartbeatChain(kept).accept(beat(50, digest("a49")), digest("b50")))
                .isEqualTo(FORK);
    }

    @Test
    void oneHostInAnyOrderWithLossesAndRepetitionsIsNeverAFork() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            HeartbeatChain heard = new HeartbeatChain();
            List<Integer> order = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                for (int times = random.nextInt(3); times > 0; times--) {
                    order.add(Math.min(order.size(), Math.max(0, order.size() - random.nextInt(8))), i);
                }
            }
            for (int i : order) {
                assertThat(heard.accept(beat(i, i == 1 ? "" : digest("a" + (i - 1))), digest("a" + i)))
                        .isNotEqualTo(FORK);
            }
        }
    }

    @Test
    void twoHostsFromOneStateAreAForkByTheSecondCounterThatBothReached() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            HeartbeatChain heard = new HeartbeatChain();
            heard.accept(beat(1, ""), digest("a1"));
            long[] next = {2, 2};
            boolean fork = false;
            while (!fork && Math.min(next[0], next[1]) <= 3) {
                int host = random.nextInt(2);
                long counter = next[host]++;
                String before = counter == 2 ? "a1" : "host" + host + (counter - 1);
                fork = heard.accept(beat(counter, digest(before)), digest("host" + host + counter))
                        .equals(FORK);
            }
            assertThat(fork).isTrue();
        }
    }
}
