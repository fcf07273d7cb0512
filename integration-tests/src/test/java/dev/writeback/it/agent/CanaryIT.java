package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.journal.JournalReader;
import dev.writeback.agent.journal.SqliteJournal;
import dev.writeback.protocol.message.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The canary in the real agent, on a real directory: its first run comes within 20 s of a start. */
class CanaryIT {
    private static final Duration FIRST_RUN = Duration.ofSeconds(45);
    private static final String LAST_SUCCESS = "writeback_canary_last_success_timestamp_seconds";

    @TempDir
    static Path folder;

    private static AgentSite world;
    private static String withoutCanary;

    @BeforeAll
    static void start() throws Exception {
        world = AgentSite.start(folder);
        world.agent().close();
        withoutCanary = Files.readString(world.site.agentConfig());
    }

    @AfterEach
    void stopAgent() {
        world.agent().close();
    }

    @AfterAll
    static void end() throws Exception {
        world.close();
    }

    private static UUID canary(String name) throws Exception {
        UUID account = world.directory.guidOf(name);
        world.age(name);
        Files.writeString(
                world.site.agentConfig(),
                withoutCanary + "canary: {directory: corp, user: " + account + ", minutes: 5}\n");
        return account;
    }

    private static List<JournalReader.Row> journal(UUID account) {
        return JournalReader.read(world.site.file("state").resolve(SqliteJournal.FILE)).stream()
                .filter(row -> row.intent()
                        .filter(intent -> intent.account().equals(account))
                        .isPresent())
                .toList();
    }

    private static String runs(String outcome, String reason) {
        return "\nwriteback_canary_runs_total{outcome=\"" + outcome + "\",reason=\"" + reason + "\"} 1.0\n";
    }

    @Test
    void itsPasswordIsChangedForRealAndTheMetricSaysWhen() throws Exception {
        // Given
        UUID account = canary("u05");
        Instant before = Instant.now();

        // When
        world.startAgentAgain();
        await().atMost(FIRST_RUN)
                .untilAsserted(() -> assertThat(world.http.metrics()).contains(runs("ok", "none")));

        // Then
        assertThat(world.writesTo("u05")).isOne();
        assertThat(world.directory.holds("u05", world.directory.userPassword())).isFalse();
        assertThat(world.http.metric(LAST_SUCCESS)).isBetween((double) before.getEpochSecond(), (double)
                Instant.now().getEpochSecond());
        assertThat(world.http.metric("writeback_requests_total")).isZero();
        assertThat(world.http.isReady()).isTrue();
        assertThat(journal(account))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.conclusion().orElseThrow().outcome()).isEqualTo(Outcome.OK));
    }

    @Test
    void directoryThatIsAwayShows() throws Exception {
        // Given
        canary("u06");
        world.toDirectory.refuse();

        // When
        world.startAgentThatCannotServe();

        // Then
        await().atMost(FIRST_RUN)
                .untilAsserted(() -> assertThat(world.http.metrics()).contains(runs("retry", "directory_unavailable")));
        assertThat(world.http.metric(LAST_SUCCESS)).isZero();
        assertThat(world.writesTo("u06")).isZero();
        world.toDirectory.listen();
    }

    @Test
    void agentOnStandbyChangesNothing() throws Exception {
        // Given
        canary("u07");
        String config = Files.readString(world.site.agentConfig());
        Files.writeString(world.site.agentConfig(), config.replace("agent: {", "agent: {standby: true, "));

        // When
        world.startAgentThatCannotServe();

        // Then
        await().atMost(FIRST_RUN)
                .untilAsserted(() -> assertThat(world.http.metrics()).contains(runs("skipped", "none")));
        assertThat(world.writesTo("u07")).isZero();
    }

    @Test
    void pausedAgentChangesNothing() throws Exception {
        // Given
        canary("u09");
        Path pause = world.site.file("state").resolve("paused");
        Files.createFile(pause, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        // When
        world.startAgentThatCannotServe();

        // Then
        await().atMost(FIRST_RUN)
                .untilAsserted(() -> assertThat(world.http.metrics()).contains(runs("skipped", "none")));
        assertThat(world.writesTo("u09")).isZero();
        Files.delete(pause);
    }

    @Test
    void killBetweenIntentAndConclusionLeavesNoIntentBehind() throws Exception {
        // Given
        UUID account = canary("u08");
        CountDownLatch applied = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        world.directory.whenApplied(() -> {
            applied.countDown();
            awaitUninterrupted(killed);
        });
        world.startAgentAgain();
        applied.await();
        world.agent().kill();
        killed.countDown();
        assertThat(journal(account))
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo("intended"));
        world.directory.whenApplied(() -> {});

        // When
        world.startAgentAgain();

        // Then
        assertThat(journal(account))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.conclusion().orElseThrow().outcome()).isEqualTo(Outcome.INDETERMINATE));
        await().atMost(FIRST_RUN)
                .untilAsserted(() -> assertThat(world.http.metrics()).contains(runs("ok", "none")));
        assertThat(world.writesTo("u08")).isEqualTo(2);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
