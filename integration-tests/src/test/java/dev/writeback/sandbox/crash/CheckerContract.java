package dev.writeback.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.Timings;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the checker sees what it is there to see: each violation is made on purpose, on a real directory. */
abstract class CheckerContract {
    private static final String USER = "u01";
    private static final Random RANDOM = new Random(7);

    private long before;
    private final byte[] ours = Traffic.password(RANDOM, 16);
    private final byte[] theirs = Traffic.password(RANDOM, 16);

    abstract CrashDirectory directory();

    @BeforeEach
    void mark() {
        before = directory().lastWrite(USER);
        directory().forgetFailedAttempts(USER);
    }

    @Test
    void findsNothingWhereAllIsWell() {
        directory().reset(USER, ours);

        assertThat(check(reset(), Outcome.OK, List.of())).isEmpty();
    }

    @Test
    void findsWhatWasNeverAnswered() {
        Sent sent = sent(reset(), CompletableFuture.completedFuture(new Reply.Silence(Duration.ofSeconds(1))));

        assertThat(check(sent, List.of())).containsExactly(Violation.LOST);
    }

    @Test
    void findsWhatWasWrittenTwice() {
        directory().reset(USER, ours);
        directory().reset(USER, ours);

        assertThat(check(reset(), Outcome.OK_ALREADY, List.of())).containsExactly(Violation.TWICE);
    }

    @Test
    void findsSuccessThatWasNone() {
        assertThat(check(reset(), Outcome.OK, List.of())).containsExactly(Violation.FALSE_OK);
    }

    @Test
    void findsFailureThatWasNone() {
        directory().reset(USER, ours);

        assertThat(check(reset(), Outcome.EXPIRED, List.of())).containsExactly(Violation.FALSE_FAILURE);
    }

    @Test
    void findsNewerPasswordThatDoesNotExist() {
        directory().reset(USER, ours);

        assertThat(check(reset(), Outcome.SUPERSEDED, List.of())).containsExactly(Violation.FALSE_FAILURE);
    }

    @Test
    void believesNewerPasswordThatExists() {
        directory().reset(USER, ours);
        ForeignWrite newer = foreignWrite(Set.of());

        assertThat(check(reset(), Outcome.SUPERSEDED, List.of(newer))).isEmpty();
    }

    @Test
    void findsNewerPasswordThatWasOverwritten() {
        Sent sent = acked(reset(), Outcome.OK);
        ForeignWrite newer = foreignWrite(Set.of(sent.request().id().value()));
        directory().reset(USER, ours);

        assertThat(check(sent, List.of(newer))).containsExactly(Violation.OVERWRITTEN);
    }

    @Test
    void findsRefusalOfWhatWasInOrder() {
        assertThat(check(reset(), Outcome.REFUSED, List.of())).containsExactly(Violation.FALSE_FAILURE);
    }

    @Test
    void findsWhatMustNotBeWritten() {
        directory().reset(USER, ours);

        assertThat(check(reset().toBeRefused(), Outcome.OK, List.of())).containsExactly(Violation.UNWANTED);
    }

    @Test
    void findsUserWhoIsLockedOut() {
        directory().reset(USER, ours);
        directory().lock(USER);

        assertThat(check(reset(), Outcome.OK, List.of())).containsExactly(Violation.LOCKOUT);
    }

    @Test
    void findsPasswordThatNobodySent() {
        directory().reset(USER, theirs);
        directory().reset(USER, ours);

        assertThat(check(reset(), Outcome.OK, List.of())).containsExactly(Violation.UNWANTED);
    }

    @Test
    void findsUnlockThatWasNone() {
        directory().lock(USER);
        Traffic.Order unlock =
                Traffic.Order.plain("UNLOCK", USER, Draft.unlock(subject(), Initiator.self()), Optional.empty());

        assertThat(check(unlock, Outcome.OK, List.of())).containsExactly(Violation.FALSE_OK);
    }

    @Test
    void findsDoubtWhereTheDirectoryCouldTell() {
        assertThat(check(reset(), Outcome.INDETERMINATE, List.of())).containsExactly(Violation.UNDOCUMENTED);
    }

    @Test
    void acceptsDoubtAfterSomebodyElsesWrite() {
        assertThat(check(reset(), Outcome.INDETERMINATE, List.of(foreignWrite(Set.of()))))
                .isEmpty();
    }

    private Traffic.Order reset() {
        return Traffic.Order.write("RESET", USER, false, Draft.reset(subject(), Initiator.self()), ours);
    }

    private Subject subject() {
        return new Subject(Subject.Format.OBJECT_GUID, directory().guidOf(USER).toString());
    }

    private ForeignWrite foreignWrite(Set<String> deliveredBefore) {
        directory().reset(USER, theirs);
        long sequence = directory().writes(USER, before, theirs).get(0);
        return new ForeignWrite(USER, theirs, sequence, Instant.now(), deliveredBefore);
    }

    private static Sent sent(Traffic.Order order, CompletableFuture<Reply> reply) {
        RequestId id = new RequestId(UUID.randomUUID().toString());
        Instant now = Instant.now();
        return new Sent(
                order,
                new SealedRequest(new byte[0], id, Operation.RESET, "digest", now, now.plusSeconds(60), Set.of()),
                reply);
    }

    private static Sent acked(Traffic.Order order, Outcome outcome) {
        Sent sent = sent(order, new CompletableFuture<>());
        Ack ack = new Ack(
                sent.request().id(),
                "digest",
                Optional.of(Operation.RESET),
                outcome,
                outcome.requiresReason() ? Optional.of(Reason.ACCESS_DENIED) : Optional.empty(),
                List.of(),
                Optional.empty(),
                2,
                false,
                Optional.empty(),
                new Timings(0, 0, 0, 0));
        sent.reply().complete(new Reply.Acknowledged(ack, "ack", "hq-1", Duration.ofSeconds(1)));
        return sent;
    }

    private List<Violation> check(Traffic.Order order, Outcome outcome, List<ForeignWrite> foreign) {
        return check(acked(order, outcome), foreign);
    }

    private List<Violation> check(Sent sent, List<ForeignWrite> foreign) {
        Findings findings = new Findings();
        new Checker(
                        directory(),
                        new CrashPlan(CrashPoint.DIRECTORY_APPLIED, 1),
                        foreign,
                        Map.of(USER, before),
                        findings)
                .check(List.of(sent));
        return findings.kinds();
    }
}
