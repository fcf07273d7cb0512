package dev.writeback.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(300);

    private final Journal journal = new InMemoryJournal(Clock.fixed(NOW, ZoneOffset.UTC), 2);
    private final RequestId id = new RequestId(UUID.randomUUID().toString());

    @Test
    void remembersWhatWasAdmitted() {
        assertThat(journal.admit(id, "digest", LATER)).isEmpty();
        assertThat(journal.admit(id, "other", LATER)).contains(new JournalEntry.Seen("digest"));
    }

    @Test
    void remembersAnIntentAndThenAConclusion() {
        journal.admit(id, "digest", LATER);
        Intent intent = new Intent(Operation.RESET, "corp", UUID.randomUUID(), "dc1", Optional.of(3L), LATER);
        journal.intend(id, intent);
        assertThat(journal.find(id)).contains(new JournalEntry.Intended("digest", intent));

        journal.conclude(id, Conclusion.of(Outcome.OK));
        assertThat(journal.find(id)).contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK)));
    }

    @Test
    void neverGoesBackFromAConclusion() {
        journal.admit(id, "digest", LATER);
        journal.conclude(id, Conclusion.of(Outcome.OK));

        journal.conclude(id, Conclusion.of(Outcome.EXPIRED));
        journal.intend(id, new Intent(Operation.RESET, "corp", UUID.randomUUID(), "dc1", Optional.empty(), LATER));

        assertThat(journal.find(id)).contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK)));
    }

    @Test
    void refusesWhenFullAndEvictsNothingBeforeItsTime() {
        journal.admit(id, "digest", LATER);
        journal.admit(new RequestId(UUID.randomUUID().toString()), "digest", LATER);

        assertThatThrownBy(() -> journal.admit(new RequestId(UUID.randomUUID().toString()), "digest", LATER))
                .isInstanceOf(JournalFullException.class);
        assertThat(journal.find(id)).isPresent();
    }

    @Test
    void forgetsWhatMayBeForgottenToMakeRoom() {
        journal.admit(id, "digest", NOW);
        journal.admit(new RequestId(UUID.randomUUID().toString()), "digest", LATER);

        assertThat(journal.admit(new RequestId(UUID.randomUUID().toString()), "digest", LATER))
                .isEmpty();
        assertThat(journal.find(id)).isEmpty();
    }
}
