package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.policy.Switches;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.PasswordPolicy;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Violation;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPipelineTest extends PipelineFixture {
    @Test
    void appliesAResetAndSettlesOnlyAfterTheAckWasAccepted() {
        SealedRequest request = cloud.reset(user, PASSWORD);

        FakeDelivery delivery = deliver(request.body(), 1);

        assertThat(delivery.events).containsExactly("answered", "settled");
        Ack ack = cloud.verified(delivery.acks.get(0), request);
        assertThat(ack.outcome()).isEqualTo(Outcome.OK);
        assertThat(ack.server()).contains(FakeDirectory.SERVER);
        assertThat(ack.timings().received()).isEqualTo(7);
        assertThat(directory.calls)
                .containsExactly("reset to " + PASSWORD + " ResetOptions[unlock=false, mustChange=false]");
    }

    @Test
    void passesTheOptionsOfAReset() {
        Draft draft =
                Draft.reset(Cloud.subject(user), Initiator.self()).andUnlock().andMustChange();

        ackOf(cloud.send(draft, PASSWORD));

        assertThat(directory.calls.get(0)).endsWith("ResetOptions[unlock=true, mustChange=true]");
    }

    @Test
    void appliesAChangeAnUnlockAndAValidation() {
        Ack change = ackOf(cloud.change(user, "old", PASSWORD));
        Ack unlock = ackOf(cloud.send(Draft.unlock(Cloud.subject(user), Initiator.self())));
        Ack validate = ackOf(cloud.send(Draft.validate(Cloud.subject(user), Initiator.self()), PASSWORD));

        assertThat(List.of(change, unlock, validate)).extracting(Ack::outcome).containsOnly(Outcome.OK);
        assertThat(directory.calls).containsExactly("change from old to " + PASSWORD, "unlock", "validate " + PASSWORD);
    }

    @Test
    void answersAPingWithoutTheDirectory() {
        directory.available = false;

        assertThat(ackOf(cloud.send(Draft.ping())).outcome()).isEqualTo(Outcome.OK);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void closesThePasswordsWhenTheWriteIsDone() {
        ackOf(cloud.change(user, "old", PASSWORD));

        assertThat(directory.secrets)
                .hasSize(2)
                .allSatisfy(secret ->
                        assertThatThrownBy(() -> secret.use(bytes -> {})).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void answersARedeliveryWithTheRecordedOutcomeAndWritesOnce() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        ackOf(request, 1);

        Ack again = ackOf(request, 2);

        assertThat(again.outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(again.recorded()).isTrue();
        assertThat(again.delivery()).isEqualTo(2);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void answersARedeliveryOfARefusalWithTheSameRefusal() {
        directory.answer = () -> DirectoryOutcome.Refused.of("dc1", Refusal.WRONG_CURRENT_PASSWORD, "00000056");
        SealedRequest request = cloud.change(user, "wrong", PASSWORD);
        ackOf(request, 1);

        Ack again = ackOf(request, 2);

        assertThat(again.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(again.reason()).contains(Reason.WRONG_CURRENT_PASSWORD);
        assertThat(again.recorded()).isTrue();
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void doesNotSettleWhenTheAckWasNotAcceptedAndAnswersTheRedeliveryFromTheJournal() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        FakeDelivery first = new FakeDelivery(request.body(), 1, clock);
        first.acceptsAcks = false;

        pipeline.accept(first);

        assertThat(first.events).isEmpty();
        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK_ALREADY);
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void notesTheIntentBeforeTheWriteAndTheConclusionBeforeTheAck() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.beforeWrite = () -> assertThat(journal.find(request.id()).orElseThrow())
                .isInstanceOfSatisfying(
                        JournalEntry.Intended.class,
                        intended ->
                                assertThat(intended.intent().passwordVersion()).contains(3L));

        assertThat(ackOf(request).outcome()).isEqualTo(Outcome.OK);
        assertThat(journal.find(request.id()).orElseThrow()).isInstanceOf(JournalEntry.Concluded.class);
    }

    @Test
    void neverThrowsAndLeavesTheMessageToItsLockWhenTheDirectoryBreaks() {
        directory.answer = () -> {
            throw new IllegalStateException(PASSWORD);
        };

        FakeDelivery delivery = deliver(cloud.reset(user, PASSWORD).body(), 5);

        assertThat(delivery.events).isEmpty();
    }

    @Test
    void neitherAnswersNorSettlesWhileTheTokenWithItsKeysIsAway() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        cloud.loseTheAgentsKeys();

        assertThat(deliver(request.body(), 1).events).isEmpty();
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void neitherAnswersNorSettlesWhenTheTokenGoesBetweenTheWriteAndTheAck() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        directory.beforeWrite = cloud::loseTheAgentsKeys;

        assertThat(deliver(request.body(), 1).events).isEmpty();
        assertThat(directory.calls).hasSize(1);
        assertThat(journal.find(request.id()).orElseThrow()).isInstanceOf(JournalEntry.Concluded.class);
    }

    @Test
    void removesWhatIsNotFromTheCloudWithoutAnAckAndServesTheNext() {
        assertThat(deliver("not json".getBytes(StandardCharsets.UTF_8), 1).events)
                .containsExactly("settled");
        assertThat(deliver(new byte[0], 1).events).containsExactly("settled");
        assertThat(deliver(new byte[65 * 1024], 1).events).containsExactly("settled");
        assertThat(deliver(cloud.forgedReset(user, PASSWORD).body(), 1).events).containsExactly("settled");
        assertThat(directory.calls).isEmpty();
        assertThat(ackOf(cloud.reset(user, PASSWORD)).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void releasesWhatIsSealedToAnotherAgentAndRemovesItAtTheFifthDelivery() {
        SealedRequest request = cloud.sendToAnotherAgent(Draft.ping());

        assertThat(deliver(request.body(), 1).events).containsExactly("released to others");
        assertThat(deliver(request.body(), 4).events).containsExactly("released to others");
        assertThat(deliver(request.body(), 5).events).containsExactly("settled");
    }

    @Test
    void letsTheRelayBeAskedForMoreOnceAMessageIsKnownNotToBeForOthers() {
        assertThat(deliver(cloud.sendToAnotherAgent(Draft.ping()).body(), 1).taken)
                .isFalse();
        assertThat(deliver(cloud.reset(user, PASSWORD).body(), 1).taken).isTrue();
        assertThat(deliver(new byte[0], 1).taken).isTrue();
    }

    @Test
    void aRequestEndsUnderThePolicyThatItBeganWith() {
        directory.beforeFind = () -> policy = policy(new Switches(false, false, false, false, false, false));

        assertThat(ackOf(cloud.reset(user, PASSWORD)).outcome()).isEqualTo(Outcome.OK);
        assertThat(ackOf(cloud.reset(user, PASSWORD)).reason()).contains(Reason.OPERATION_DISABLED);
    }

    @Test
    void thePauseAlsoEndsWhatHasBegunAndWasNotWritten() {
        directory.beforeFind = () -> paused = true;

        assertThat(ackOf(cloud.reset(user, PASSWORD)).reason()).contains(Reason.OPERATION_DISABLED);

        assertThat(directory.calls).isEmpty();
    }

    @Test
    void refusesByPolicyBeforeAnyWrite() {
        UUID outside = directory.add("CN=o,OU=Other,DC=corp");
        UUID admin = directory.add("CN=a,OU=Staff,DC=corp", Account.Protection.ADMIN_COUNT);
        Draft byAdmin = Draft.reset(Cloud.subject(user), Initiator.admin("helpdesk"));

        assertThat(ackOf(cloud.reset(UUID.randomUUID(), PASSWORD)).reason()).contains(Reason.USER_NOT_FOUND);
        assertThat(ackOf(cloud.reset(outside, PASSWORD)).reason()).contains(Reason.OUT_OF_SCOPE);
        assertThat(ackOf(cloud.reset(admin, PASSWORD)).reason()).contains(Reason.PROTECTED_ACCOUNT);
        assertThat(ackOf(cloud.send(byAdmin, PASSWORD)).reason()).contains(Reason.OPERATION_DISABLED);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void saysWhatOfThePolicyIsViolated() {
        PasswordPolicy policy = new PasswordPolicy(14, 5, true, Duration.ofDays(1), Optional.of(START), "PSO-Strict");
        directory.answer = () -> new DirectoryOutcome.Refused(
                "dc1", Refusal.POLICY, Set.of(PolicyViolation.TOO_SHORT), Optional.of(policy), "0000052D");

        Ack ack = ackOf(cloud.reset(user, "short"));

        assertThat(ack.reason()).contains(Reason.POLICY_VIOLATION);
        assertThat(ack.violations()).containsExactly(Violation.TOO_SHORT);
        assertThat(ack.rules().orElseThrow().minLength()).isEqualTo(14);
        assertThat(ack.rules().orElseThrow().minAgeSeconds()).isEqualTo(86_400);
    }

    @ParameterizedTest
    @CsvSource({
        "POLICY,POLICY_VIOLATION",
        "WRONG_CURRENT_PASSWORD,WRONG_CURRENT_PASSWORD",
        "NOT_FOUND,USER_NOT_FOUND",
        "ACCOUNT_DISABLED,ACCOUNT_DISABLED",
        "ACCOUNT_LOCKED,ACCOUNT_LOCKED",
        "CHANGE_FORBIDDEN,CHANGE_FORBIDDEN",
        "ACCESS_DENIED,ACCESS_DENIED",
        "OTHER,DIRECTORY_ERROR"
    })
    void saysEveryRefusalInTheProtocolsWords(Refusal refusal, Reason reason) {
        directory.answer = () -> DirectoryOutcome.Refused.of("dc1", refusal, "");

        Ack ack = ackOf(cloud.reset(user, PASSWORD));

        assertThat(ack.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(ack.reason()).contains(reason);
    }

    @Test
    void neverSaysOkOfAnAccountThatIsLockedAfterItsUnlock() {
        directory.answer = () -> new DirectoryOutcome.StillLocked(FakeDirectory.SERVER, "locked out again");
        SealedRequest unlock = cloud.send(Draft.unlock(Cloud.subject(user), Initiator.self()));
        SealedRequest reset =
                cloud.send(Draft.reset(Cloud.subject(user), Initiator.self()).andUnlock(), PASSWORD);

        for (SealedRequest request : List.of(unlock, reset)) {
            Ack ack = ackOf(request);
            assertThat(ack.outcome()).isEqualTo(Outcome.INDETERMINATE);
            assertThat(ack.reason()).contains(Reason.ACCOUNT_LOCKED);
            assertThat(ack.server()).contains(FakeDirectory.SERVER);
            assertThat(ackOf(request, 2).reason()).contains(Reason.ACCOUNT_LOCKED);
        }
        assertThat(directory.calls)
                .as("each written once, and not asked for again")
                .hasSize(2);
        assertThat(directory.proofs).isZero();
    }

    @Test
    void answersRetryWhenTheDirectoryIsDownAndRecordsThat() {
        directory.available = false;
        SealedRequest request = cloud.reset(user, PASSWORD);

        Ack ack = ackOf(request);

        assertThat(ack.outcome()).isEqualTo(Outcome.RETRY);
        assertThat(ack.reason()).contains(Reason.DIRECTORY_UNAVAILABLE);
        directory.available = true;
        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.RETRY);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void neverOverwritesAPasswordThatWasChangedAfterTheRequestWasIssued() {
        UUID changedJustNow = directory.add("CN=c,OU=Staff,DC=corp", Optional.of(START.plusSeconds(61)));

        assertThat(ackOf(cloud.reset(changedJustNow, PASSWORD)).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void writesWhenThePasswordWasChangedWithinTheAllowedSkew() {
        UUID changedWithin = directory.add("CN=c,OU=Staff,DC=corp", Optional.of(START.plusSeconds(60)));

        assertThat(ackOf(cloud.reset(changedWithin, PASSWORD)).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void expiresAfterTheSkewAndWritesNothing() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        clock.set(request.expiresAt().plusSeconds(60));

        assertThat(ackOf(request).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void cannotKnowOfAnExpiredRedeliveryThatWritesWithoutARecord() {
        SealedRequest reset = cloud.reset(user, PASSWORD);
        SealedRequest ping = cloud.send(Draft.ping());
        clock.set(reset.expiresAt().plusSeconds(60));

        assertThat(ackOf(reset, 2).outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(ackOf(ping, 2).outcome()).isEqualTo(Outcome.EXPIRED);
    }

    @Test
    void stillTellsWhatItWroteAfterExpiry() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        ackOf(request);
        clock.set(request.expiresAt().plusSeconds(130));

        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK_ALREADY);
    }

    @Test
    void givesNoAckAtAllTwiceTheSkewAfterExpiry() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        clock.set(request.expiresAt().plusSeconds(120));

        assertThat(deliver(request.body(), 1).events).containsExactly("settled");
    }

    @Test
    void beginsNoWriteThatTheLockDoesNotCover() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        FakeDelivery delivery = new FakeDelivery(request.body(), 1, clock);
        delivery.lock = Duration.ofSeconds(14);

        pipeline.accept(delivery);

        assertThat(delivery.events).containsExactly("released");
        assertThat(directory.calls).isEmpty();
        assertThat(ackOf(request, 2).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void worksOnARedeliveryThatComesTheMomentTheMessageIsGivenBack() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        FakeDelivery first = new FakeDelivery(request.body(), 1, clock);
        FakeDelivery second = new FakeDelivery(request.body(), 2, clock);
        first.lock = Duration.ofSeconds(14);
        first.whenReleased = () -> pipeline.accept(second);

        pipeline.accept(first);

        assertThat(second.events).containsExactly("answered", "settled");
    }

    @Test
    void leavesTheMessageToItsLockWhenTheJournalIsFull() {
        journal = new InMemoryJournal(clock, 1);
        pipeline = pipeline(journal);
        ackOf(cloud.send(Draft.ping()));

        FakeDelivery delivery = deliver(cloud.reset(user, PASSWORD).body(), 1);

        assertThat(delivery.events).isEmpty();
        assertThat(directory.calls).isEmpty();
    }

    @Test
    void sendsNothingWhenTheLockRanOutBetweenTheIntentAndTheWrite() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        FakeDelivery delivery = new FakeDelivery(request.body(), 1, clock);
        directory.beforeFence = () -> delivery.lock = Duration.ofSeconds(14);

        pipeline.accept(delivery);

        assertThat(directory.calls).isEmpty();
        assertThat(cloud.verified(delivery.acks.get(0), request).outcome()).isEqualTo(Outcome.RETRY);
    }

    @Test
    void answersAtTheLastDeliveryWhatNoLockEverCovered() {
        SealedRequest unlock = cloud.send(Draft.unlock(Cloud.subject(user), Initiator.self()));
        FakeDelivery delivery = new FakeDelivery(unlock.body(), 5, clock);
        delivery.lock = Duration.ofSeconds(14);

        pipeline.accept(delivery);

        assertThat(delivery.events).containsExactly("answered", "settled");
        assertThat(cloud.verified(delivery.acks.get(0), unlock).outcome()).isEqualTo(Outcome.RETRY);
    }

    @Test
    void wordOfTheCloudIsAppliedAndSettledWithoutAnAck() {
        FakeDelivery delivery = deliver(cloud.confirmation(1), 1);

        assertThat(directives.applied).singleElement().isInstanceOf(Opening.KeysConfirmed.class);
        assertThat(delivery.events).containsExactly("settled");
    }

    @Test
    void wordThatCannotBeKeptComesAgain() {
        directives.fails = true;

        FakeDelivery delivery = deliver(cloud.confirmation(1), 1);

        assertThat(delivery.events).isEmpty();
    }

    @Test
    void echoThatIsWaitedForIsTakenAndSettledWithoutAnAck() {
        Echo echo = Echo.draw(new SecureRandom());
        directives.awaited = Optional.of(echo);

        FakeDelivery delivery = deliver(cloud.echo(echo), 1);

        assertThat(directives.echoed).containsExactly(echo);
        assertThat(observer.directed).isEqualTo(1);
        assertThat(observer.unasked).isZero();
        assertThat(delivery.events).containsExactly("settled");
    }

    @Test
    void echoThatNobodyWaitsForIsCountedAndRemoved() {
        FakeDelivery delivery = deliver(cloud.echo(Echo.draw(new SecureRandom())), 1);

        assertThat(observer.unasked).isEqualTo(1);
        assertThat(observer.directed).isZero();
        assertThat(delivery.events).containsExactly("settled");
    }

    @Test
    void forgedEchoIsRemovedBeforeAnybodyHearsOfIt() {
        Echo echo = Echo.draw(new SecureRandom());
        directives.awaited = Optional.of(echo);

        FakeDelivery delivery = deliver(cloud.forgedEcho(echo), 1);

        assertThat(directives.echoed).isEmpty();
        assertThat(observer.dropped).isEqualTo(1);
        assertThat(delivery.events).containsExactly("settled");
    }
}
