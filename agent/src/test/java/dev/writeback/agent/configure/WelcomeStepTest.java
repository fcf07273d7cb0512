package dev.writeback.agent.configure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeStepTest {
    /** The installed service can write nothing below /etc. */
    @ParameterizedTest
    @CsvSource({
        "/etc/writeback/agent.yaml, /var/lib/writeback",
        "/etc/writeback/../writeback/hq/agent.yaml, /var/lib/writeback",
        "/srv/agent.yaml, state",
        "agent.yaml, state"
    })
    void proposesAStateDirectoryThatTheAgentCanWriteTo(Path config, String state) throws Exception {
        try (Answers answers = new Answers()) {
            new WelcomeStep(config).run(new Unattended(line -> {}), answers);

            assertThat(answers.find(Item.STATE_DIRECTORY)).contains(state);
        }
    }
}
