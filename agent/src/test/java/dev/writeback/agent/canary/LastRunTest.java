package dev.writeback.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.CanarySettings;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LastRunTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final RequestId ID = new RequestId("6f1a2b3c-0d4e-4f5a-8b6c-7d8e9f0a1b2c");

    private final CanarySettings canary = new CanarySettings("corp", UUID.randomUUID(), Duration.ofHours(1));
    private final InMemoryJournal journal = new InMemoryJournal(Clock.fixed(NOW, ZoneOffset.UTC), 10);

    private void intended(String directory, UUID account) {
        var unused = journal.admit(ID, "digest", NOW.plusSeconds(240));
        journal.intend(
                ID,
                new Intent(
                        Operation.RESET,
                        directory,
                        account,
                        "dc1.corp.example.test",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        NOW.plusSeconds(120)));
    }

    @Test
    void intentOfTheCanaryIsConcludedAsUnknown() {
        intended("corp", canary.user());

        assertThat(LastRun.conclude(ID, journal, canary)).isTrue();

        assertThat(journal.find(ID))
                .contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.INDETERMINATE)));
    }

    @Test
    void intentForAnybodyElseWaitsForItsRedelivery() {
        intended("corp", UUID.randomUUID());

        assertThat(LastRun.conclude(ID, journal, canary)).isFalse();

        assertThat(journal.find(ID)).get().isInstanceOf(JournalEntry.Intended.class);
    }

    @Test
    void accountOfAnotherDirectoryIsAnotherAccount() {
        intended("lab", canary.user());

        assertThat(LastRun.conclude(ID, journal, canary)).isFalse();
    }
}
