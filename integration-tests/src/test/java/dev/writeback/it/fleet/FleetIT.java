package dev.writeback.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.OperationSettings;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.cloud.RollCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetIT {
    private static final Duration ROLL = Duration.ofSeconds(60);
    private static final int PER_SECOND = 20;
    private static final int REQUESTS = 10 * PER_SECOND;
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void everyRequestIsAnsweredTrulyWhileOneOfTheAgentsIsKilled(int agents) throws Exception {
        long seed = Long.getLong("fleet.seed", System.nanoTime());
        try (FleetSite site = FleetSite.open(folder, REQUESTS);
                Load load = new Load(site.cloud(), site.directory())) {
            site.start(agents);
            assertThat(site.cloud().callRoll(ROLL).admitted()).hasSize(agents);
            load.age(REQUESTS);
            Random random = new Random(seed);
            FleetSite.Member victim = site.members().get(random.nextInt(agents));
            int killAt = REQUESTS / 4 + random.nextInt(REQUESTS / 2);

            CompletableFuture<Void> killed = load.sent(killAt).thenRunAsync(() -> kill(victim));
            List<Load.Sent> sent = load.send(REQUESTS, PER_SECOND);
            killed.join();

            report(agents, seed, victim, killAt, verdicts(site, sent));
        }
    }

    @Test
    void anAgentWithAnotherConfigurationGetsNoRequests() throws Exception {
        try (FleetSite site = FleetSite.open(folder, REQUESTS);
                Load load = new Load(site.cloud(), site.directory())) {
            site.start(1);
            assertThat(site.cloud().callRoll(ROLL).admitted()).containsExactly("hq-1");
            FleetSite.Member other = site.startWith("hq-2", new OperationSettings(true, true, true, false, false));

            load.age(REQUESTS);

            RollCall roll = site.cloud().callRoll(ROLL);
            List<Load.Sent> sent = load.send(2 * PER_SECOND, PER_SECOND);

            assertThat(roll.refused()).containsExactly("hq-2");
            assertThat(roll.admitted()).containsExactly("hq-1");
            assertThat(sent)
                    .allSatisfy(each -> assertThat(each.request().recipients()).containsExactly("hq-1"));
            assertThat(verdicts(site, sent)).containsKey("OK");
            assertThat(other.http().metric("writeback_requests_total"))
                    .as("only the call of the roll")
                    .isEqualTo(1);
        }
    }

    private static void kill(FleetSite.Member victim) {
        try {
            victim.process().kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds each answer against the directory's own log. */
    private static Map<String, Integer> verdicts(FleetSite site, List<Load.Sent> all) {
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Load.Sent sent : all) {
            Reply reply = sent.reply().join();
            int writes = site.directory()
                    .writes()
                    .of(site.directory().guidOf(sent.user()), sent.password())
                    .size();
            boolean holds = site.directory().holds(sent.user(), sent.password());
            Optional<Outcome> outcome = outcome(reply);
            outcomes.merge(outcome.map(Enum::name).orElse("no ack"), 1, Integer::sum);
            boolean applied = writes == 1 && holds;
            boolean untouched = writes == 0 && !holds;
            if (!outcome.map(said -> isTrue(said, applied, untouched)).orElse(false)) {
                wrong.add(sent.user() + ": " + reply + ", writes " + writes);
            }
            assertThat(reply.took())
                    .isLessThan(Duration.between(
                                    sent.request().issuedAt(), sent.request().expiresAt())
                            .plus(AFTER_DEADLINE));
        }
        assertThat(wrong).isEmpty();
        return outcomes;
    }

    private static Optional<Outcome> outcome(Reply reply) {
        return reply instanceof Reply.Acknowledged acknowledged
                ? Optional.of(acknowledged.ack().outcome())
                : Optional.empty();
    }

    /** On a busy machine the directory may be too slow for a request: then nothing was written, and that is said. */
    private static boolean isTrue(Outcome said, boolean applied, boolean untouched) {
        return switch (said) {
            case OK, OK_ALREADY -> applied;
            case RETRY -> untouched;
            case REFUSED, SUPERSEDED, EXPIRED, INDETERMINATE -> false;
        };
    }

    private static void report(
            int agents, long seed, FleetSite.Member victim, int killAt, Map<String, Integer> outcomes) {
        System.out.println(agents + " agents, -Dfleet.seed=" + seed + ", " + victim.id() + " killed after request "
                + killAt + " of " + REQUESTS + ": " + outcomes);
    }
}
