package dev.writeback.agent.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.agent.replication.ReplicationObserver.Result;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.Replicas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReplicationWatchTest {
    private static final UUID ORIGIN = new UUID(0, 1);
    private static final UUID ELSEWHERE = new UUID(0, 2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final OptionalInt ALL = OptionalInt.empty();

    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Domain domain = new Domain();
    private final Seen seen = new Seen();

    /** Servers whose copies the test moves on. */
    private final class Domain implements Replicas {
        private List<String> beside = List.of("dc2", "dc3");
        private final Map<String, PasswordStamp> stamps = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private Duration silence = Duration.ZERO;
        private Optional<RuntimeException> failure = Optional.empty();

        @Override
        public List<String> beside(String server) {
            assertThat(server).isEqualTo("dc1");
            failure.ifPresent(thrown -> {
                throw thrown;
            });
            return beside;
        }

        @Override
        public Optional<PasswordStamp> stampOn(String server, UUID account) {
            asked.add(server);
            Optional<PasswordStamp> stamp = Optional.ofNullable(stamps.get(server));
            if (stamp.isEmpty()) {
                clock.advance(silence);
            }
            return stamp;
        }

        void has(String server, long version, UUID origin) {
            stamps.put(server, new PasswordStamp(Optional.of(version), Optional.of(origin), Optional.empty()));
        }
    }

    private static final class Seen implements ReplicationObserver {
        private final List<Duration> lags = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();

        @Override
        public void arrived(Duration lag) {
            lags.add(lag);
        }

        @Override
        public void ended(Result result, int servers) {
            ends.add(result + " " + servers);
        }
    }

    private ReplicationWatch watch(OptionalInt servers) {
        return new ReplicationWatch("corp", domain, new ReplicationGoal(servers, MINUTE), seen, clock);
    }

    private static Account account(Optional<Long> version, Optional<UUID> invocation) {
        return new Account(
                new UUID(9, 9),
                "CN=u01,DC=corp,DC=example,DC=test",
                "S-1-5-21-1-2-3-1104",
                "corp",
                "dc1",
                invocation,
                Set.of(),
                false,
                false,
                Optional.of(new PasswordStamp(version, Optional.empty(), Optional.empty())));
    }

    private static Account atVersion(long version) {
        return account(Optional.of(version), Optional.of(ORIGIN));
    }

    /** Looks as the thread would, until that much time has gone by. */
    private void pass(ReplicationWatch watch, Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofMillis(50));
            watch.look();
        }
    }

    @Test
    void tellsTheLagOfEachServerAndEndsWhenAllHaveThePassword() {
        ReplicationWatch watch = watch(ALL);
        domain.has("dc2", 7, ELSEWHERE);
        domain.has("dc3", 7, ELSEWHERE);
        watch.written(atVersion(7));
        pass(watch, Duration.ofSeconds(4));
        assertThat(seen.lags).isEmpty();

        domain.has("dc2", 8, ORIGIN);
        pass(watch, Duration.ofSeconds(6));
        assertThat(seen.lags).hasSize(1);
        assertThat(seen.ends).isEmpty();
        assertThat(watch.underWay()).isEqualTo(1);
        domain.has("dc3", 8, ORIGIN);
        pass(watch, Duration.ofSeconds(10));

        assertThat(seen.lags.get(0)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        assertThat(seen.lags.get(1)).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_500));
        assertThat(seen.ends).containsExactly("REACHED 2");
        assertThat(watch.underWay()).isZero();
    }

    @Test
    void endsWhenAsManyAsWantedHaveThePassword() {
        ReplicationWatch watch = watch(OptionalInt.of(1));
        domain.has("dc2", 7, ELSEWHERE);
        domain.has("dc3", 8, ORIGIN);
        watch.written(atVersion(7));

        pass(watch, Duration.ofSeconds(1));

        assertThat(seen.ends).containsExactly("REACHED 1");
    }

    @Test
    void takesALaterWriteForOneThatCameOnTopAndAConflictingOneForNone() {
        ReplicationWatch watch = watch(ALL);
        domain.has("dc2", 9, ELSEWHERE);
        domain.has("dc3", 8, ELSEWHERE);
        watch.written(atVersion(7));

        pass(watch, MINUTE);

        assertThat(seen.lags).hasSize(1);
        assertThat(seen.ends).containsExactly("OVERDUE 1");
    }

    @Test
    void endsAtItsTimeAndLooksAtTheLastMomentOnceMore() {
        ReplicationWatch watch = watch(ALL);
        domain.beside = List.of("dc2");
        domain.has("dc2", 7, ELSEWHERE);
        watch.written(atVersion(7));
        pass(watch, Duration.ofMillis(59_900));
        assertThat(seen.ends).isEmpty();
        int before = domain.asked.size();

        domain.has("dc2", 8, ORIGIN);
        pass(watch, Duration.ofMillis(200));

        assertThat(domain.asked).hasSize(before + 1);
        assertThat(seen.ends).containsExactly("REACHED 1");
    }

    @Test
    void isLateWhereThereIsNobodyElse() {
        ReplicationWatch watch = watch(ALL);
        domain.beside = List.of();
        watch.written(atVersion(7));

        pass(watch, MINUTE);

        assertThat(seen.ends).containsExactly("OVERDUE 0");
        assertThat(watch.underWay()).isZero();
    }

    @Test
    void waitsForServersThatAreGoneAndTakesThemWhenTheyComeBack() {
        ReplicationWatch watch = watch(ALL);
        watch.written(atVersion(7));
        pass(watch, Duration.ofSeconds(20));

        domain.has("dc2", 8, ORIGIN);
        domain.has("dc3", 8, ORIGIN);
        pass(watch, Duration.ofSeconds(20));

        assertThat(seen.ends).containsExactly("REACHED 2");
    }

    @Test
    void asksAServerThatKeptItWaitingLessOftenThanTheOthers() {
        ReplicationWatch watch = watch(ALL);
        domain.has("dc3", 7, ELSEWHERE);
        domain.silence = Duration.ofSeconds(2);
        for (int i = 0; i < 100; i++) {
            watch.written(atVersion(7));
        }

        pass(watch, Duration.ofSeconds(28));

        assertThat(domain.asked.stream().filter("dc2"::equals)).hasSizeBetween(3, 5);
        assertThat(domain.asked.stream().filter("dc3"::equals)).hasSizeGreaterThan(200);
    }

    @Test
    void doesNotFollowWhatHasNoStamp() {
        ReplicationWatch watch = watch(ALL);

        watch.written(account(Optional.empty(), Optional.of(ORIGIN)));
        watch.written(account(Optional.of(7L), Optional.empty()));

        assertThat(seen.ends).containsExactly("UNREADABLE 0", "UNREADABLE 0");
        assertThat(watch.underWay()).isZero();
    }

    @Test
    void dropsAndCountsWhatIsTooMuch() {
        ReplicationWatch watch = watch(ALL);
        for (int i = 0; i < ReplicationWatch.MOST + 3; i++) {
            watch.written(atVersion(7));
        }
        assertThat(seen.ends).containsOnly("DROPPED 0").hasSize(3);
        assertThat(watch.underWay()).isEqualTo(ReplicationWatch.MOST);

        domain.has("dc2", 8, ORIGIN);
        domain.has("dc3", 8, ORIGIN);
        for (int i = 0; i < ReplicationWatch.MOST + 2; i++) {
            pass(watch, Duration.ofMillis(50));
        }

        assertThat(watch.underWay()).isZero();
        assertThat(seen.lags).hasSize(2 * ReplicationWatch.MOST);
    }

    @Test
    void oneThatGoesWrongDoesNotStayUnderWay() {
        ReplicationWatch watch = watch(ALL);
        domain.failure = Optional.of(new IllegalStateException("broken"));
        watch.written(atVersion(7));
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(watch::look).hasMessage("broken");

        assertThat(watch.underWay()).isZero();
    }

    /** The two sides of the thread: it sleeps until there is something to look at, and ends when told to. */
    @Test
    void waitsForTheFirstToBeLookedAtAndNoLongerThanUntilTheEnd() throws Exception {
        ReplicationWatch watch =
                new ReplicationWatch("corp", domain, new ReplicationGoal(ALL, MINUTE), seen, Clock.systemUTC());
        watch.written(atVersion(7));

        assertThat(watch.await()).isTrue();
        watch.end();

        assertThat(watch.await()).isFalse();
    }
}
