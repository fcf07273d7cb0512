package dev.writeback.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.lifecycle.HandClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final String NO_RESET = ConfigFiles.MINIMAL + "operations: {reset: false}\n";

    @TempDir
    Path directory;

    private final List<AgentConfig> followed = new ArrayList<>();
    private final HandClock clock = new HandClock(START);
    private ConfigFiles files;
    private ConfigReload reload;

    @BeforeEach
    void start() throws Exception {
        files = new ConfigFiles(directory);
        reload = new ConfigReload(
                files.read(ConfigFiles.MINIMAL),
                (before, next) -> followed.addAll(List.of(before, next)),
                Events.NONE,
                clock);
        clock.set(START.plusSeconds(60));
    }

    @Test
    void followsWhatCanChange() {
        files.write("agent.yaml", NO_RESET);

        assertThat(reload.reload()).isEqualTo(new ReloadResult.Applied(List.of("operations.reset")));

        assertThat(followed).extracting(config -> config.operations().reset()).containsExactly(true, false);
        assertThat(reload.standing().isInForce()).isTrue();
        assertThat(reload.standing().since()).isEqualTo(clock.instant());
    }

    @Test
    void comparesWithTheOneInForce() {
        files.write("agent.yaml", NO_RESET);
        reload.reload();
        assertThat(reload.reload()).isEqualTo(new ReloadResult.Unchanged());
        files.write("agent.yaml", ConfigFiles.MINIMAL);

        assertThat(reload.reload()).isEqualTo(new ReloadResult.Applied(List.of("operations.reset")));
        assertThat(followed).hasSize(4);
    }

    @Test
    void aBadFileChangesNothingAndSaysAllThatIsWrong() {
        files.write(
                "agent.yaml",
                NO_RESET.replace("issuer: https://sspr.example.net", "isuer: x").replace("id: hq-1", "id: NOT AN ID"));

        ReloadResult result = reload.reload();

        assertThat(((ReloadResult.Invalid) result).problems())
                .extracting(problem -> problem.key())
                .containsExactly("agent.id", "cloud.issuer", "cloud.isuer");
        assertThat(result.summary()).startsWith("is not valid: agent.id").doesNotContain("\n");
        assertThat(followed).isEmpty();
        assertThat(reload.standing().refused()).contains(result);
        assertThat(reload.standing().since())
                .as("of the configuration in force")
                .isEqualTo(START);
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws Exception {
        Files.delete(files.path("agent.yaml"));

        assertThat(reload.reload()).isInstanceOf(ReloadResult.Invalid.class);
        assertThat(followed).isEmpty();
    }

    @Test
    void aFileThatNeedsARestartIsRefusedAsAWhole() {
        files.write("agent.yaml", NO_RESET.replace("id: hq-1", "id: hq-2"));

        assertThat(reload.reload()).isEqualTo(new ReloadResult.NeedsRestart(List.of("agent.id")));

        assertThat(followed).as("the operations neither").isEmpty();
        assertThat(reload.standing().isInForce()).isFalse();
    }

    @Test
    void aMendedFileIsFollowedAndTheRefusalForgotten() {
        files.write("agent.yaml", "nothing: of this");
        reload.reload();
        files.write("agent.yaml", NO_RESET);

        assertThat(reload.reload()).isInstanceOf(ReloadResult.Applied.class);
        assertThat(reload.standing().refused()).isEmpty();
    }

    @Test
    void goingBackToTheFileInForceIsNoChange() {
        files.write("agent.yaml", "nothing: of this");
        reload.reload();
        files.write("agent.yaml", ConfigFiles.MINIMAL);

        assertThat(reload.reload()).isEqualTo(new ReloadResult.Unchanged());
        assertThat(reload.standing().isInForce()).isTrue();
        assertThat(followed).isEmpty();
    }
}
