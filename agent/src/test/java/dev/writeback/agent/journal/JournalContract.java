package dev.writeback.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Violation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal keeps; the durable one has more to prove in its own test. */
abstract class JournalContract {
    static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    static final Instant LATER = NOW.plusSeconds(300);
    static final int CAPACITY = 2;

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final RequestId id = someId();
    Journal journal;

    abstract Journal open();

    @BeforeEach
    void openJournal() {
        journal = open();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    static RequestId someId() {
        return new RequestId(UUID.randomUUID().toString());
    }

    static Intent someIntent() {
        return new Intent(
                Operation.RESET,
                "corp",
                UUID.randomUUID(),
                "dc1.corp.example.test",
                Optional.of(UUID.randomUUID()),
                Optional.of(3L),
                Optional.of(NOW),
                LATER);
    }

    @Test
    void remembersWhatWasAdmitted() {
        assertThat(journal.admit(id, "digest", LATER)).isEmpty();
        assertThat(journal.admit(id, "other", LATER)).contains(new JournalEntry.Seen("digest"));
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void knowsNothingOfWhatWasNotAdmitted() {
        assertThat(journal.find(id)).isEmpty();
    }

    @Test
    void remembersAnIntentAndThenAConclusion() {
        journal.admit(id, "digest", LATER);
        Intent intent = someIntent();
        journal.intend(id, intent);
        assertThat(journal.find(id)).contains(new JournalEntry.Intended("digest", intent));

        journal.conclude(id, Conclusion.of(Outcome.OK));
        assertThat(journal.find(id)).contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK)));
    }

    @Test
    void remembersEveryPartOfAConclusion() {
        Conclusion conclusion = new Conclusion(
                Outcome.REFUSED,
                Optional.of(Reason.POLICY_VIOLATION),
                List.of(Violation.TOO_SHORT, Violation.COMPLEXITY),
                Optional.of(new PolicyRules(14, 5, true, 0, Optional.of(LATER), "PSO-Strict")),
                Optional.of("dc1.corp.example.test"));
        journal.admit(id, "digest", LATER);

        journal.conclude(id, conclusion);

        assertThat(journal.find(id)).contains(new JournalEntry.Concluded("digest", conclusion));
    }

    @Test
    void remembersAnIntentWithoutAStamp() {
        Intent intent = new Intent(
                Operation.CHANGE,
                "corp",
                UUID.randomUUID(),
                "dc1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                LATER);
        journal.admit(id, "digest", LATER);

        journal.intend(id, intent);

        assertThat(journal.find(id)).contains(new JournalEntry.Intended("digest", intent));
    }

    @Test
    void neverGoesBackFromAConclusion() {
        journal.admit(id, "digest", LATER);
        journal.conclude(id, Conclusion.of(Outcome.OK));

        journal.conclude(id, Conclusion.of(Outcome.EXPIRED));
        journal.intend(id, someIntent());

        assertThat(journal.find(id)).contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK)));
    }

    @Test
    void refusesAnIntentForWhatWasNotAdmitted() {
        assertThatThrownBy(() -> journal.intend(id, someIntent())).isInstanceOf(RuntimeException.class);
        assertThat(journal.find(id)).isEmpty();
    }

    @Test
    void refusesWhenFullAndEvictsNothingBeforeItsTime() {
        journal.admit(id, "digest", LATER);
        journal.admit(someId(), "digest", LATER);

        assertThat(journal.hasRoom()).isFalse();
        assertThatThrownBy(() -> journal.admit(someId(), "digest", LATER)).isInstanceOf(JournalFullException.class);
        assertThat(journal.find(id)).isPresent();
        assertThat(journal.size()).isEqualTo(CAPACITY);
    }

    @Test
    void stillAnswersForWhatItHoldsWhenFull() {
        journal.admit(id, "digest", LATER);
        journal.admit(someId(), "digest", LATER);

        assertThat(journal.admit(id, "digest", LATER)).contains(new JournalEntry.Seen("digest"));
    }

    @Test
    void forgetsWhatMayBeForgottenToMakeRoom() {
        journal.admit(id, "digest", NOW);
        journal.admit(someId(), "digest", LATER);

        assertThat(journal.admit(someId(), "digest", LATER)).isEmpty();
        assertThat(journal.find(id)).isEmpty();
    }
}
