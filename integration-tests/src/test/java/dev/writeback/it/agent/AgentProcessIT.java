package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.sandbox.Main;
import dev.writeback.sandbox.cloud.Reply;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.process.SecretTraces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The agent as its service manager, its relay and its directory see it. */
@ExtendWith(SharedSite.class)
class AgentProcessIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static AgentSite world;

    @BeforeAll
    static void meet(AgentSite shared) {
        world = shared;
    }

    @Test
    void wrongConfigurationEndsItWithCode78AndAllProblems() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("wrong.yaml"), """
                agent: {id: "NOT AN ID", stateDirectory: state}
                cloud: {isuer: "https://sspr.example.test", audience: nobody, keys: missing.jwks}
                """);
        Path output = folder.resolve("wrong.log");

        // When
        try (AgentProcess agent = AgentCommand.likeThisProcess(Main.class).start(config, output)) {
            assertThat(agent.awaitExit(SOON)).hasValue(78);
        }

        // Then
        assertThat(Files.readString(output))
                .contains("agent.id", "cloud.isuer", "did you mean issuer", "cloud.audience", "cloud.keys")
                .contains("keys", "relay", "directories");
    }

    @Test
    void directoryDownMeansRetryAndNothingWrittenUntilItIsBack() throws Exception {
        // Given
        world.toDirectory.refuse();
        world.toDirectory.reset();

        // When
        Ack ack = world.answer(world.reset("u01", "Fresh-Passw0rd-1!"));

        // Then
        assertThat(ack.outcome()).isEqualTo(Outcome.RETRY);
        assertThat(ack.reason()).contains(Reason.DIRECTORY_UNAVAILABLE);
        assertThat(world.writesTo("u01")).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.isReady()).isFalse());

        world.toDirectory.listen();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.isReady()).isTrue());
        assertThat(world.answer(world.reset("u01", "Fresh-Passw0rd-2!")).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(world.writesTo("u01")).isOne();
    }

    @Test
    void relayDownTurnsReadyFalseWithin30SecondsAndItRecoversByItself() throws Exception {
        // Given
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);

        // When
        world.site.relay().faults().stopListening();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.isReady()).isFalse());
        world.site.relay().faults().listenAgain();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.isReady()).isTrue());
        world.connectCloudAgain();
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void requestUnderWayIsAnsweredAndSettledWhenTheProcessIsAskedToStop() throws Exception {
        // Given
        SealedRequest request = world.reset("u02", "Fresh-Passw0rd-3!");
        world.toDirectory.stall();
        CompletableFuture<Reply> reply = world.send(request);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.toDirectory.held()).isPositive());

        // When
        world.agent().terminate();
        assertThat(world.agent().awaitExit(Duration.ofMillis(500)))
                .as("waits for the request")
                .isEmpty();
        world.toDirectory.resume();

        // Then
        assertThat(AgentSite.ackOf(reply).outcome()).isEqualTo(Outcome.OK);
        assertThat(world.agent().awaitExit(SOON)).isPresent();
        assertThat(world.site.relay().queue("requests").depth().locked()).isZero();
        assertThat(world.site.relay().queue("requests").depth().waiting()).isZero();
        assertThat(world.writesTo("u02")).isOne();

        world.startAgentAgain();
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void neitherPasswordsNorKeysStandInItsOutputEvenAtDebugLevel() throws Exception {
        // Given
        String applied = "Cänary-Applied-8d1e4a55!";
        String tooShort = "Cän6!";
        String inGarbage = "Cänary-Garbage-1c3f6f3f!";

        // When
        assertThat(world.answer(world.reset("u03", applied)).outcome()).isEqualTo(Outcome.OK);
        assertThat(world.answer(world.reset("u04", tooShort)).reason()).contains(Reason.POLICY_VIOLATION);
        world.cloud()
                .post(AgentSite.utf8("{\"protected\":\"" + inGarbage + "\"}"), inGarbage.replace('ä', 'a'))
                .get();
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);

        // Then
        List<byte[]> secrets = new ArrayList<>(world.site.secrets());
        secrets.add(AgentSite.utf8(applied));
        secrets.add(AgentSite.utf8(tooShort));
        secrets.add(AgentSite.utf8(inGarbage));
        byte[] output = world.agent().output();
        assertThat(new String(output, StandardCharsets.UTF_8)).contains("level=debug", "request answered");
        assertThat(SecretTraces.in(output, secrets)).isEmpty();
        assertThat(SecretTraces.in(AgentSite.utf8(world.http.metrics()), secrets))
                .isEmpty();
    }
}
