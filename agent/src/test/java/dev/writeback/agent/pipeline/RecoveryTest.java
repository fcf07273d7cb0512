package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.PasswordProof;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the pipeline does about a write whose answer nobody saw. */
class RecoveryTest extends PipelineFixture {
    private static final UUID OTHER_SERVER = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    /** The process "dies" inside the write: the intent is on record, the conclusion is not. */
    private SealedRequest crashDuringReset(Runnable duringTheWrite) {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.answer = () -> {
            duringTheWrite.run();
            throw new IllegalStateException("the process died here");
        };
        assertThat(deliver(request.body(), 1).events).isEmpty();
        assertThat(journal.find(request.id()).orElseThrow()).isInstanceOf(JournalEntry.Intended.class);
        directory.answer = () -> new DirectoryOutcome.Applied(FakeDirectory.SERVER);
        return request;
    }

    private void writtenByUs() {
        directory.written(user, FakeDirectory.INVOCATION, clock.instant());
    }

    @Test
    void appliesAfterACrashThatWroteNothing() {
        SealedRequest request = crashDuringReset(() -> {});

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK);
        assertThat(directory.calls).hasSize(2);
        assertThat(directory.proofs).isZero();
    }

    @Test
    void tellsThatItWasAppliedAfterACrashThatWrote() {
        SealedRequest request = crashDuringReset(this::writtenByUs);
        directory.proof = () -> PasswordProof.RIGHT;

        Ack ack = ackOf(request, 2);

        assertThat(ack.outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(ack.recorded()).isTrue();
        assertThat(ack.server()).contains(FakeDirectory.SERVER);
        assertThat(directory.calls).hasSize(1);
        assertThat(directory.proofs).isEqualTo(1);
    }

    @Test
    void bindsOnlyOnceForAnyNumberOfRedeliveries() {
        SealedRequest request = crashDuringReset(this::writtenByUs);
        directory.proof = () -> PasswordProof.RIGHT;
        ackOf(request, 2);

        assertThat(ackOf(request, 3).outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(directory.proofs).isEqualTo(1);
    }

    @Test
    void tellsThatAnotherPasswordIsInForceAfterACrash() {
        SealedRequest request = crashDuringReset(() -> directory.written(user, OTHER_SERVER, clock.instant()));
        directory.proof = () -> PasswordProof.WRONG;

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void cannotKnowWhenTheVerifyingBindIsTooDangerous() {
        SealedRequest request = crashDuringReset(this::writtenByUs);
        directory.proof = () -> PasswordProof.NOT_TRIED;

        Ack ack = ackOf(request, 2);

        assertThat(ack.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void givesTheMessageBackWhileTheServerIsGoneAndCannotKnowAtTheLastDelivery() {
        SealedRequest request = crashDuringReset(this::writtenByUs);
        directory.available = false;
        directory.beforeFind = () -> clock.advance(Duration.ofSeconds(5));

        assertThat(deliver(request.body(), 2).events).containsExactly("released");
        Ack last = ackOf(request, 5);

        assertThat(last.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(last.reason()).contains(Reason.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void tellsThatItWasAppliedWhenTheAnswerWasLost() {
        directory.answer = () -> {
            writtenByUs();
            return new DirectoryOutcome.Unknown(FakeDirectory.SERVER, "connection lost");
        };
        directory.proof = () -> PasswordProof.RIGHT;

        Ack ack = ackOf(cloud.reset(user, PASSWORD));

        assertThat(ack.outcome()).isEqualTo(Outcome.OK);
        assertThat(ack.recorded()).isFalse();
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void waitsForAServerThatHungAndAppliesTheWriteLater() {
        directory.answer = () -> new DirectoryOutcome.Unknown(FakeDirectory.SERVER, "time-out");
        directory.proof = () -> PasswordProof.RIGHT;
        directory.beforeFind = () -> {
            clock.advance(Duration.ofSeconds(5));
            if (clock.instant().equals(START.plusSeconds(15))) {
                writtenByUs();
            }
        };

        assertThat(ackOf(cloud.reset(user, PASSWORD)).outcome()).isEqualTo(Outcome.OK);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void doesNotRepeatAWriteInTheDeliveryThatLostItsAnswer() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.answer = () -> new DirectoryOutcome.Unknown(FakeDirectory.SERVER, "time-out");
        directory.beforeFind = () -> clock.advance(Duration.ofSeconds(5));

        FakeDelivery delivery = deliver(request.body(), 1);

        assertThat(delivery.events).containsExactly("released");
        assertThat(directory.calls).hasSize(1);
        assertThat(journal.find(request.id()).orElseThrow()).isInstanceOf(JournalEntry.Intended.class);
    }

    @Test
    void writesOnARedeliveryWithoutARecordWhenThePasswordIsOlderThanTheRequest() {
        UUID unchanged = directory.add("CN=c,OU=Staff,DC=corp", Optional.of(START.minusSeconds(61)));

        assertThat(ackOf(cloud.reset(unchanged, PASSWORD), 2).outcome()).isEqualTo(Outcome.OK);
        assertThat(directory.proofs).isZero();
    }

    @Test
    void tellsThatAnotherAgentAppliedIt() {
        UUID changed = directory.add("CN=c,OU=Staff,DC=corp", Optional.of(START.minusSeconds(60)));
        directory.proof = () -> PasswordProof.RIGHT;

        Ack ack = ackOf(cloud.reset(changed, PASSWORD), 2);

        assertThat(ack.outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(ack.recorded()).isTrue();
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void cannotKnowWhetherAnotherAgentAppliedItWhenThePasswordIsAnother() {
        UUID changed = directory.add("CN=c,OU=Staff,DC=corp", Optional.of(START.minusSeconds(60)));
        directory.proof = () -> PasswordProof.WRONG;

        assertThat(ackOf(cloud.reset(changed, PASSWORD), 2).outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void neverSaysThatNothingWasWrittenWhenAnotherAgentMayHaveWritten() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.available = false;
        directory.beforeFind = () -> clock.advance(Duration.ofSeconds(5));

        assertThat(deliver(request.body(), 2).events).containsExactly("released");
        assertThat(ackOf(request, 5).outcome()).isEqualTo(Outcome.INDETERMINATE);
    }

    @Test
    void asksTheDirectoryAgainBeforeItGivesBackWhatMayHaveBeenWritten() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.available = false;
        Instant answersAgain = clock.instant().plusSeconds(10);
        directory.beforeFind = () -> {
            clock.advance(Duration.ofSeconds(1));
            directory.available = !clock.instant().isBefore(answersAgain);
        };

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void writesNothingAfterExpiryAndStillTellsWhatTheDirectoryShows() {
        SealedRequest notWritten = crashDuringReset(() -> {});
        SealedRequest written = crashDuringReset(this::writtenByUs);
        clock.set(written.expiresAt().plusSeconds(60));

        assertThat(ackOf(written, 2).outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(directory.calls).hasSize(2);
        assertThat(journal.find(notWritten.id())).isPresent();
    }

    @Test
    void expiresWhatACrashLeftUnwritten() {
        SealedRequest request = crashDuringReset(() -> {});
        clock.set(request.expiresAt().plusSeconds(60));

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void endsTheWaitForAServerWhenTheAgentStops() {
        SealedRequest request = crashDuringReset(this::writtenByUs);
        directory.available = false;
        recheck.end();

        assertThat(deliver(request.body(), 2).events).containsExactly("released");
    }

    @Test
    void believesTheStampAndNotTheRefusalOfASecondAttempt() {
        SealedRequest request = crashDuringReset(() -> {});
        directory.proof = () -> PasswordProof.RIGHT;
        directory.answer = () -> {
            // The server that hung applies the first attempt only now, and refuses the second for its history.
            writtenByUs();
            return DirectoryOutcome.Refused.of(FakeDirectory.SERVER, Refusal.POLICY, "0000052D");
        };

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK_ALREADY);
    }

    @Test
    void refusesWhenTheStampAgreesWithTheRefusalOfASecondAttempt() {
        SealedRequest request = crashDuringReset(() -> {});
        directory.answer = () -> DirectoryOutcome.Refused.of(FakeDirectory.SERVER, Refusal.POLICY, "0000052D");

        assertThat(ackOf(request, 2).reason()).contains(Reason.POLICY_VIOLATION);
    }

    @Test
    void refusesARedeliveryByPolicyOnlyWhenThePasswordIsUntouched() {
        UUID untouched = directory.add("CN=o,OU=Other,DC=corp", Optional.of(START.minusSeconds(61)));
        UUID touched = directory.add("CN=p,OU=Other,DC=corp", Optional.of(START));

        Ack refused = ackOf(cloud.reset(untouched, PASSWORD), 2);
        Ack unknown = ackOf(cloud.reset(touched, PASSWORD), 2);

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(unknown.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(unknown.reason()).contains(Reason.OUT_OF_SCOPE);
        assertThat(directory.proofs).isZero();
    }
}
