package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk under the journal answers fsync with EIO. The error is put between SQLite and the kernel, in the agent's
 * process: what SQLite does about it is real, and what a disk would lose after it is not.
 */
final class FailingDiskIT {
    @RegisterExtension
    static final Needs COMPILER = Needs.commands("gcc");

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Path fault;
    private static AgentSite world;

    @BeforeAll
    static void start() throws Exception {
        fault = folder.resolve("disk-fails");
        Map<String, String> environment = new HashMap<>(Preloaded.environment("fsync", folder));
        environment.put("FSYNC_FAULT", fault.toString());
        world = AgentSite.start(
                folder.resolve("site"), Conditions.USUAL.withShortLocks().withEnvironment(environment));
    }

    @AfterAll
    static void stop() throws Exception {
        if (world != null) {
            world.close();
        }
    }

    private static CompletableFuture<Reply> send(String user, String password) {
        world.age(user);
        return world.send(world.reset(user, password));
    }

    private static void diskFails() {
        try {
            Files.createFile(fault);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertStopped() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.readiness()).contains("full or not writable"));
        assertThat(world.http.isReady()).isFalse();
        assertThat(world.http.metrics()).contains("writeback_intake_closed{cause=\"journal\"} 1");
    }

    @Test
    void writesNothingWithoutADurableIntentAndRecoversByItself() throws Exception {
        diskFails();
        CompletableFuture<Reply> reply = send("u01", "Fresh-Phrase-1!");

        assertStopped();
        assertThat(new String(world.agent().output(), StandardCharsets.UTF_8)).contains("SQLITE_IOERR_FSYNC");
        assertThat(world.writesTo("u01")).isZero();
        assertThat(reply).isNotDone();

        Files.delete(fault);
        assertThat(AgentSite.ackOf(reply).outcome()).isEqualTo(Outcome.OK);
        assertThat(world.writesTo("u01")).isOne();
        assertThat(world.http.isReady()).isTrue();
    }

    @Test
    void tellsWhatItWroteAfterTheConclusionCouldNotBeKept() throws Exception {
        world.directory.whenApplied(() -> {
            if (Files.notExists(fault)) {
                diskFails();
            }
        });
        try {
            CompletableFuture<Reply> reply = send("u02", "Fresh-Phrase-2!");

            assertStopped();
            assertThat(world.writesTo("u02")).isOne();
            assertThat(reply).as("no answer without a durable conclusion").isNotDone();

            world.directory.whenApplied(() -> {});
            Files.delete(fault);
            Ack ack = AgentSite.ackOf(reply);
            assertThat(ack.outcome()).isEqualTo(Outcome.OK_ALREADY);
            assertThat(world.writesTo("u02")).isOne();
        } finally {
            world.directory.whenApplied(() -> {});
            Files.deleteIfExists(fault);
        }
    }

    @Test
    void keepsWhatItToldAcrossAKillWhileTheDiskFails() throws Exception {
        SealedRequest request = world.reset("u03", "Fresh-Phrase-3!");
        assertThat(world.answer(request).outcome()).isEqualTo(Outcome.OK);
        diskFails();
        CompletableFuture<Reply> other = send("u04", "Fresh-Phrase-4!");
        assertStopped();

        world.agent().kill();
        Files.delete(fault);
        world.startAgentAgain();

        assertThat(world.answer(request).outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(world.writesTo("u03")).isOne();
        assertThat(AgentSite.ackOf(other).outcome()).isEqualTo(Outcome.OK);
        assertThat(world.writesTo("u04")).isOne();
    }
}
