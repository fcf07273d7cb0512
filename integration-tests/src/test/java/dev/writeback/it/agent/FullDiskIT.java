package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.journal.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the journal fills up in the middle of traffic: SQLite really gets ENOSPC. */
final class FullDiskIT {
    @RegisterExtension
    static final Needs ROOT =
            Needs.that("root".equals(System.getProperty("user.name")), "mounting a small file system needs root");

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void stopsTakingRequestsLosesNoneAndRecoversByItself() throws Exception {
        try (SmallDisk disk = SmallDisk.on(folder.resolve("small"));
                AgentSite world = AgentSite.start(
                        folder.resolve("site"),
                        Conditions.USUAL.withShortLocks().withState(disk.folder()))) {
            Path journal = disk.folder().resolve(SqliteJournal.FILE);
            Resets resets = new Resets(world);
            resets.send(8);
            await().atMost(SOON).until(() -> resets.answered() >= 3);

            disk.fill();
            resets.send(6);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(world.http.readiness()).contains("full or not writable"));

            assertThat(world.http.isReady()).isFalse();
            assertThat(world.http.metrics()).contains("writeback_intake_closed{cause=\"journal\"} 1");
            assertThat(world.http.metric("writeback_deliveries_failed_total")).isPositive();
            resets.assertEachWriteHasItsIntent(journal);
            long written = resets.written();
            assertThat(written).isLessThan(14);
            resets.send(4);
            // Longer than a lock: what came back in vain would have been taken again.
            await().during(Duration.ofSeconds(11)).atMost(SOON).untilAsserted(() -> {
                assertThat(resets.written()).isEqualTo(written);
                assertThat(world.http.isReady()).isFalse();
            });

            disk.makeRoom();
            resets.assertAppliedOnce();
            resets.assertEachWriteHasItsIntent(journal);
            assertThat(world.http.isReady()).isTrue();
            assertThat(world.http.metrics()).contains("writeback_intake_closed{cause=\"journal\"} 0");
        }
    }
}
