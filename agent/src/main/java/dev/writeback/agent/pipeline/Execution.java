package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.pipeline.PipelineObserver.Limit;
import dev.writeback.agent.policy.Decision;
import dev.writeback.agent.policy.Policy;
import dev.writeback.agent.policy.PolicySource;
import dev.writeback.directory.Account;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Fence;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.OpenedRequest;
import dev.writeback.protocol.envelope.Unsealing;
import dev.writeback.protocol.envelope.VerifiedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import dev.writeback.protocol.secret.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps 9 to 14: decide, unseal, pre-read, intend, write. Thread-safe.
 *
 * <p>Every method answers what to conclude, or empty when the message must be given back because nothing can be concluded
 * yet.
 */
public final class Execution {
    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final PolicySource policies;
    private final Directories directories;
    private final EnvelopeOpener opener;
    private final Journal journal;
    private final Recovery recovery;
    private final Guard guard;
    private final Limits limits;

    /**
     * @param policies asked for a policy once for each delivery: what has begun ends under the policy that it began with
     */
    public Execution(
            PolicySource policies,
            Directories directories,
            EnvelopeOpener opener,
            Journal journal,
            Recovery recovery,
            Limits limits) {
        this.policies = policies;
        this.directories = directories;
        this.opener = opener;
        this.journal = journal;
        this.recovery = recovery;
        this.guard = new Guard(limits);
        this.limits = limits;
    }

    /**
     * @param known what the journal knew of the request before this delivery
     */
    Optional<Conclusion> run(Delivery delivery, VerifiedRequest verified, Optional<JournalEntry> known) {
        Policy policy = policies.now();
        if (known.isPresent() && known.get() instanceof JournalEntry.Intended intended) {
            return unsealed(delivery, verified, opened -> resume(delivery, policy, opened, intended.intent()));
        }
        WritebackRequest request = verified.request();
        boolean counts = known.isEmpty();
        if (policy.decideOperation(request, counts) instanceof Decision.Deny deny) {
            limited(delivery, deny, Limit.AGENT);
            return Optional.of(refused(mayHaveBeenWritten(delivery, request), deny.reason()));
        }
        delivery.passed(Waypoint.OPERATION_DECIDED);
        Optional<Subject> subject = request.subject();
        if (subject.isEmpty()) {
            return Optional.of(Conclusion.of(Outcome.OK));
        }
        Lookup lookup = lookUp(delivery, policy, request, subject.get());
        if (!(lookup instanceof Lookup.Found found)) {
            return notFound(delivery, request, lookup);
        }
        delivery.isAbout(found.account());
        delivery.passed(Waypoint.LOOKED_UP);
        if (policy.decideAccount(found.account(), counts) instanceof Decision.Deny deny) {
            limited(delivery, deny, Limit.USER);
            return Optional.of(refused(mayHaveBeenWritten(delivery, request, found.account()), deny.reason()));
        }
        delivery.passed(Waypoint.ACCOUNT_DECIDED);
        return request.operation().carriesSecret()
                ? unsealed(delivery, verified, opened -> perform(delivery, opened, found.account()))
                : write(delivery, request, found.account(), directory -> directory.unlock(found.account()));
    }

    private static void limited(Delivery delivery, Decision.Deny deny, Limit which) {
        if (deny.reason() == Reason.RATE_LIMITED) {
            delivery.observer().limited(which);
        }
    }

    /**
     * What may have been written is not given back before the directory has had its time: it would return at once, and
     * its few deliveries would be used up in a moment.
     */
    private Lookup lookUp(Delivery delivery, Policy policy, WritebackRequest request, Subject subject) {
        Supplier<Lookup> question = () -> directories.find(subject, policy::allowsPrincipalNames);
        return mayHaveBeenWritten(delivery, request)
                ? recovery.patiently(delivery, question)
                : delivery.inDirectory(Stage.LOOKUP, question);
    }

    /** Another agent may have had the message before, and may have written. */
    static boolean mayHaveBeenWritten(Delivery delivery, WritebackRequest request) {
        return delivery.number() > 1 && request.operation().writesPassword();
    }

    private boolean mayHaveBeenWritten(Delivery delivery, WritebackRequest request, Account account) {
        return mayHaveBeenWritten(delivery, request) && !recovery.isUntouched(request, account);
    }

    /** "Nothing was written" is said only where that is certain. */
    private static Conclusion refused(boolean mayHaveBeenWritten, Reason reason) {
        return mayHaveBeenWritten ? Conclusion.of(Outcome.INDETERMINATE, reason) : Conclusion.refused(reason);
    }

    private Optional<Conclusion> notFound(Delivery delivery, WritebackRequest request, Lookup lookup) {
        boolean mayHaveBeenWritten = mayHaveBeenWritten(delivery, request);
        if (lookup instanceof Lookup.Ambiguous) {
            return Optional.of(refused(mayHaveBeenWritten, Reason.USER_AMBIGUOUS));
        }
        if (!(lookup instanceof Lookup.Unavailable unavailable)) {
            return Optional.of(refused(mayHaveBeenWritten, Reason.USER_NOT_FOUND));
        }
        log.atWarn()
                .setMessage("directory not available")
                .addKeyValue("requestId", request.header().id())
                .addKeyValue("cause", unavailable.cause())
                .log();
        return mayHaveBeenWritten
                ? Optional.empty()
                : Optional.of(Conclusion.of(Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE));
    }

    private Optional<Conclusion> unsealed(
            Delivery delivery, VerifiedRequest verified, Function<OpenedRequest, Optional<Conclusion>> work) {
        Unsealing unsealing = delivery.timed(Stage.UNSEAL, () -> opener.unseal(verified));
        if (!(unsealing instanceof Unsealing.Opened opened)) {
            log.atWarn()
                    .setMessage("sealed secret refused")
                    .addKeyValue("requestId", verified.request().header().id())
                    .addKeyValue("rejection", unsealing)
                    .log();
            if (unsealing instanceof Unsealing.Refused sealed) {
                delivery.observer().rejected(sealed.why());
            }
            return Optional.of(refused(mayHaveBeenWritten(delivery, verified.request()), Reason.BAD_SECRET));
        }
        try (OpenedRequest request = opened.request()) {
            delivery.passed(Waypoint.UNSEALED);
            return work.apply(request);
        }
    }

    /** An earlier delivery noted its intent and no conclusion: first find out whether its write was made. */
    private Optional<Conclusion> resume(Delivery delivery, Policy policy, OpenedRequest opened, Intent intent) {
        WritebackRequest request = opened.request();
        Secret newPassword = opened.newPassword().orElseThrow();
        Recovery.Finding finding = recovery.afterCrash(delivery, request, intent, newPassword);
        if (!(finding instanceof Recovery.Finding.NotApplied notApplied)) {
            return conclusionOf(finding);
        }
        if (policy.decideOperation(request, false) instanceof Decision.Deny deny) {
            return Optional.of(Conclusion.refused(deny.reason()));
        }
        if (policy.decideAccount(notApplied.account(), false) instanceof Decision.Deny deny) {
            return Optional.of(Conclusion.refused(deny.reason()));
        }
        Optional<Conclusion> second = guarded(delivery, opened, notApplied.account());
        boolean saysNothingWritten =
                second.isPresent() && second.get().outcome().requiresReason();
        return saysNothingWritten
                ? conclusionOf(recovery.afterSecondAttempt(delivery, request, intent, newPassword, second.get()))
                : second;
    }

    private static Optional<Conclusion> conclusionOf(Recovery.Finding finding) {
        return finding instanceof Recovery.Finding.Concluded concluded
                ? Optional.of(concluded.conclusion())
                : Optional.empty();
    }

    private Optional<Conclusion> perform(Delivery delivery, OpenedRequest opened, Account account) {
        WritebackRequest request = opened.request();
        Secret newPassword = opened.newPassword().orElseThrow();
        if (request instanceof WritebackRequest.Validate) {
            return write(delivery, request, account, directory -> directory.validate(account, newPassword));
        }
        if (mayHaveBeenWritten(delivery, request)) {
            Recovery.Finding finding = recovery.withoutRecord(request, account, newPassword);
            if (!(finding instanceof Recovery.Finding.NotApplied)) {
                return conclusionOf(finding);
            }
        }
        return guarded(delivery, opened, account);
    }

    private Optional<Conclusion> guarded(Delivery delivery, OpenedRequest opened, Account account) {
        Optional<Conclusion> superseded = guard.check(opened.request(), account);
        delivery.passed(Waypoint.GUARDED);
        return superseded.isPresent() ? superseded : writePassword(delivery, opened, account);
    }

    /** Steps 12 and 13 for a password: the intent is durable before the first byte leaves for the directory. */
    private Optional<Conclusion> writePassword(Delivery delivery, OpenedRequest opened, Account account) {
        WritebackRequest request = opened.request();
        Secret newPassword = opened.newPassword().orElseThrow();
        Intent intent = intent(request, account);
        Fence fence = () -> mayWrite(delivery, request);
        Write attempt = directory -> {
            delivery.passed(Waypoint.BEFORE_INTENT);
            journal.intend(request.header().id(), intent);
            delivery.passed(Waypoint.INTENT_DURABLE);
            return request instanceof WritebackRequest.Reset reset
                    ? directory.reset(account, newPassword, new ResetOptions(reset.unlock(), reset.mustChange()), fence)
                    : directory.change(account, opened.currentPassword().orElseThrow(), newPassword, fence);
        };
        Optional<Conclusion> conclusion = write(delivery, request, account, attempt);
        boolean answerLost = conclusion.filter(DirectoryAnswer::isLost).isPresent();
        return answerLost ? conclusionOf(recovery.afterLostAnswer(delivery, request, intent, newPassword)) : conclusion;
    }

    private Intent intent(WritebackRequest request, Account account) {
        return new Intent(
                request.operation(),
                account.directory(),
                account.guid(),
                account.server(),
                account.invocation(),
                account.password().flatMap(PasswordStamp::version),
                account.password().flatMap(PasswordStamp::changedAt),
                deadline(request));
    }

    private Instant deadline(WritebackRequest request) {
        return request.header().expiresAt().plus(limits.skew());
    }

    /** Section 6: the lock covers the write, and there is time left. Asked before the intent and again before the Modify. */
    private boolean mayWrite(Delivery delivery, WritebackRequest request) {
        return delivery.now().isBefore(deadline(request)) && delivery.mayStillWrite(limits);
    }

    private interface Write {
        DirectoryOutcome on(Directory directory);
    }

    private Optional<Conclusion> write(Delivery delivery, WritebackRequest request, Account account, Write write) {
        if (!delivery.now().isBefore(deadline(request))) {
            return Optional.of(Conclusion.of(Outcome.EXPIRED));
        }
        if (!mayWrite(delivery, request)) {
            return Optional.empty();
        }
        if (policies.isPaused()) {
            return Optional.of(Conclusion.refused(Reason.OPERATION_DISABLED));
        }
        delivery.passed(Waypoint.BEFORE_WRITE);
        DirectoryOutcome outcome = delivery.inDirectory(Stage.WRITE, () -> write.on(directories.of(account)));
        delivery.passed(Waypoint.WRITE_ANSWERED);
        if (!(outcome instanceof DirectoryOutcome.Applied)) {
            log.atInfo()
                    .setMessage(
                            outcome instanceof DirectoryOutcome.StillLocked
                                    ? "directory applied the operation, and the account is locked"
                                    : "directory did not apply the operation")
                    .addKeyValue("requestId", request.header().id())
                    .addKeyValue("answer", outcome)
                    .log();
        }
        return Optional.of(DirectoryAnswer.conclusionOf(outcome));
    }
}
