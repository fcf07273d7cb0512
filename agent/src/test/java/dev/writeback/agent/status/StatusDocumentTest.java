package dev.writeback.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.status.StatusDocument.State;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
    private final StatusDocuments agent = new StatusDocuments();

    @Test
    void isReadyWhenNothingIsWrong() {
        assertThat(agent.document().troubles()).isEmpty();
        assertThat(agent.document().state()).isEqualTo(State.READY);
    }

    @Test
    void isNotReadyForWhatIsBrokenAlsoWhileItIsPaused() {
        agent.without("directory.corp", "dc1:636: connection refused").without("operations", "paused since noon");
        agent.paused = true;

        assertThat(agent.document().state()).isEqualTo(State.NOT_READY);
        assertThat(agent.document().troubles())
                .extracting(Trouble::part, Trouble::weight)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("directory corp", Trouble.Weight.FAILURE),
                        org.assertj.core.groups.Tuple.tuple("operations", Trouble.Weight.SWITCH));
    }

    @Test
    void saysWhoseWillItIsThatNothingIsServed() {
        agent.without("operations", "paused since noon").paused = true;
        assertThat(agent.document().state()).isEqualTo(State.PAUSED);
        assertThat(only().todo()).contains("`writeback status --pause off`");

        StatusDocuments other = new StatusDocuments().without("intake", "stand-by: taking nothing");
        other.intake = Set.of(IntakeGate.Cause.STANDBY);
        assertThat(other.document().state()).isEqualTo(State.STANDBY);
        assertThat(other.document().troubles().get(0).todo()).contains("`writeback status --standby off`");

        other.intake = Set.of(IntakeGate.Cause.STANDBY, IntakeGate.Cause.DRAINING);
        assertThat(other.document().state()).isEqualTo(State.DRAINING);
    }

    @Test
    void lostSwitchesOfTheCloudAreAFailureAndNobodysWill() {
        agent.without("operations", "the cloud's switches are damaged");

        assertThat(agent.document().state()).isEqualTo(State.NOT_READY);
    }

    @Test
    void aServerThatIsAwayWhileAnotherServesIsAWarning() {
        agent.servers = List.of(
                new DirectoryHealth.Server("dc1:636", true, "answers", Optional.empty()),
                new DirectoryHealth.Server("dc2:636", false, "connection refused", Optional.empty()));

        assertThat(agent.document().state()).isEqualTo(State.DEGRADED);
        assertThat(only().what()).isEqualTo("dc2:636: connection refused");
    }

    @Test
    void warnsOfKeysThatEndUnlessNewOnesAreOnTheirWay() {
        agent.keyDaysLeft = 21;
        assertThat(agent.document().troubles()).isEmpty();

        agent.keyDaysLeft = 20;
        assertThat(only().what()).startsWith("in 20 days the agent has no key left");

        agent.rolling = true;
        assertThat(agent.document().troubles()).isEmpty();
    }

    @Test
    void warnsOfMissingHeartbeatsButNotRightAfterTheStart() {
        agent.heartbeat = Optional.empty();
        agent.uptime = Duration.ofSeconds(100);
        assertThat(agent.document().troubles()).isEmpty();

        agent.uptime = Duration.ofSeconds(300);
        assertThat(only().part()).isEqualTo("heartbeat");

        agent.heartbeat = Optional.of(StatusDocuments.NOW.minusSeconds(199));
        assertThat(agent.document().troubles()).isEmpty();
    }

    @Test
    void warnsOfAFileAndOfSwitchesThatAreNotInForce() {
        agent.refused = Optional.of("is not valid");
        agent.refusedEpoch = OptionalLong.of(8);

        assertThat(agent.document().troubles())
                .extracting(Trouble::part)
                .containsExactly("configuration", "cloud's switches");
    }

    @Test
    void warnsOfACanaryThatFailedAndNotOfOneThatWasNotMade() {
        agent.canary = Optional.of(new LastCanary.Seen(
                Optional.of(new LastCanary.Run(StatusDocuments.NOW, "refused", Optional.of("access_denied"), false)),
                Optional.empty()));
        assertThat(only().what()).isEqualTo("the last run ended with refused, access_denied");

        agent.canary = Optional.of(new LastCanary.Seen(
                Optional.of(new LastCanary.Run(StatusDocuments.NOW, "skipped", Optional.empty(), true)),
                Optional.empty()));
        assertThat(agent.document().troubles()).isEmpty();
    }

    @Test
    void nothingReportedIsNotReady() {
        agent.components = new ArrayList<>();

        assertThat(agent.document().state()).isEqualTo(State.NOT_READY);
    }

    /** Everything that can be wrong at once; a heading that is renamed would send operators nowhere. */
    @Test
    void everyTroubleNamesASectionOfTheHandbook() throws Exception {
        List<String> headings = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", ""))
                .toList();
        for (Readiness.Component component : List.copyOf(agent.components)) {
            agent.without(component.name(), "broken");
        }
        agent.components.add(new Readiness.Component("something new", false, "broken"));
        agent.keyDaysLeft = 3;
        agent.heartbeat = Optional.empty();
        agent.refused = Optional.of("is not valid");
        agent.refusedEpoch = OptionalLong.of(8);
        agent.canary = Optional.of(new LastCanary.Seen(
                Optional.of(new LastCanary.Run(StatusDocuments.NOW, "failed", Optional.empty(), false)),
                Optional.empty()));

        List<Trouble> troubles = agent.document().troubles();

        assertThat(troubles).hasSizeGreaterThan(11);
        assertThat(headings).containsAll(troubles.stream().map(Trouble::runbook).toList());
        assertThat(troubles).isSortedAccordingTo(java.util.Comparator.comparing(Trouble::weight));
    }

    @Test
    void isOneJsonDocument() throws Exception {
        agent.operations = List.of(new RecentOperations.Entry(
                0,
                StatusDocuments.NOW,
                new RequestId("7d0c9a52-1f6e-4e0a-8d3b-000000000000"),
                Optional.of(Operation.RESET),
                Optional.empty(),
                Outcome.REFUSED,
                Optional.of(Reason.POLICY_VIOLATION),
                Optional.empty(),
                false,
                Duration.ofMillis(38)));

        JsonNode json = new ObjectMapper().readTree(agent.document().json());

        assertThat(json.path("state").asText()).isEqualTo("ready");
        assertThat(json.path("ready").asBoolean()).isTrue();
        assertThat(json.path("now").asText()).isEqualTo("2026-11-30T03:12:05Z");
        assertThat(json.path("agent").toString())
                .isEqualTo("{\"id\":\"hq-1\",\"version\":\"1.2.3\",\"started\":\"2026-11-27T03:12:05Z\","
                        + "\"uptimeSeconds\":259200}");
        assertThat(json.path("relay").toString())
                .isEqualTo("{\"state\":\"up\",\"lastSuccess\":\"2026-11-30T03:12:02Z\",\"inFlight\":2,"
                        + "\"detail\":\"the relay answers\"}");
        assertThat(json.path("directories").get(0).toString())
                .isEqualTo("{\"name\":\"corp\",\"state\":\"up\",\"clockOffsetMillis\":212,"
                        + "\"servers\":[{\"host\":\"dc1:636\",\"up\":true,\"detail\":\"answers\"}]}");
        assertThat(json.path("keys").path("all").get(0).path("daysOld").asInt()).isEqualTo(90);
        assertThat(json.path("keys").path("all").get(0).path("daysLeft").asInt())
                .isEqualTo(90);
        assertThat(json.path("switches").path("operations").get(2).toString())
                .isEqualTo("{\"name\":\"unlock\",\"on\":false,\"file\":false,\"cloud\":null}");
        assertThat(json.path("canary").isNull()).isTrue();
        assertThat(json.path("operations").get(0).toString())
                .isEqualTo("{\"at\":\"2026-11-30T03:12:05Z\",\"requestId\":\"7d0c9a52-1f6e-4e0a-8d3b-000000000000\","
                        + "\"operation\":\"reset\",\"outcome\":\"REFUSED\",\"reason\":\"policy_violation\","
                        + "\"server\":null,\"recorded\":false,\"millis\":38}");
    }

    private Trouble only() {
        assertThat(agent.document().troubles()).hasSize(1);
        return agent.document().troubles().get(0);
    }
}
