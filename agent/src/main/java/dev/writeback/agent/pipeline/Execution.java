package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.agent.policy.Decision;
import dev.writeback.agent.policy.Policy;
import dev.writeback.directory.Account;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps 9 to 14: decide, unseal, pre-read, intend, write. Thread-safe. */
public final class Execution {
    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final Policy policy;
    private final Directories directories;
    private final EnvelopeOpener opener;
    private final Journal journal;
    private final Guard guard;
    private final Limits limits;

    public Execution(Policy policy, Directories directories, EnvelopeOpener opener, Journal journal, Limits limits) {
        this.policy = policy;
        this.directories = directories;
        this.opener = opener;
        this.journal = journal;
        this.guard = new Guard(limits);
        this.limits = limits;
    }

    /**
     * @param known what the journal knew of the request before this delivery
     * @return what to answer, or empty when nothing was written and the message must be given back
     */
    Optional<Conclusion> run(Delivery delivery, VerifiedRequest verified, Optional<JournalEntry> known) {
        WritebackRequest request = verified.request();
        if (known.isPresent() && known.get() instanceof JournalEntry.Intended) {
            return Optional.of(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_ERROR));
        }
        boolean counts = known.isEmpty();
        if (policy.decideOperation(request, counts) instanceof Decision.Deny deny) {
            return Optional.of(Conclusion.refused(deny.reason()));
        }
        Optional<Subject> subject = request.subject();
        if (subject.isEmpty()) {
            return Optional.of(Conclusion.of(Outcome.OK));
        }
        Lookup lookup = delivery.inDirectory(Stage.LOOKUP, () -> directories.find(subject.get()));
        if (!(lookup instanceof Lookup.Found found)) {
            return Optional.of(notFound(request, lookup));
        }
        if (policy.decideAccount(found.account(), counts) instanceof Decision.Deny deny) {
            return Optional.of(Conclusion.refused(deny.reason()));
        }
        return request.operation().carriesSecret()
                ? unseal(delivery, verified, found.account())
                : write(delivery, request, found.account(), directory -> directory.unlock(found.account()));
    }

    private static Conclusion notFound(WritebackRequest request, Lookup lookup) {
        if (lookup instanceof Lookup.Ambiguous) {
            return Conclusion.refused(Reason.USER_AMBIGUOUS);
        }
        if (lookup instanceof Lookup.Unavailable unavailable) {
            log.atWarn()
                    .setMessage("directory not available")
                    .addKeyValue("requestId", request.header().id())
                    .addKeyValue("cause", unavailable.cause())
                    .log();
            return Conclusion.of(Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE);
        }
        return Conclusion.refused(Reason.USER_NOT_FOUND);
    }

    private Optional<Conclusion> unseal(Delivery delivery, VerifiedRequest verified, Account account) {
        Unsealing unsealing = delivery.timed(Stage.UNSEAL, () -> opener.unseal(verified));
        if (!(unsealing instanceof Unsealing.Opened opened)) {
            log.atWarn()
                    .setMessage("sealed secret refused")
                    .addKeyValue("requestId", verified.request().header().id())
                    .addKeyValue("rejection", unsealing)
                    .log();
            return Optional.of(Conclusion.refused(Reason.BAD_SECRET));
        }
        try (OpenedRequest request = opened.request()) {
            return writePassword(delivery, verified.request(), account, request);
        }
    }

    private Optional<Conclusion> writePassword(
            Delivery delivery, WritebackRequest request, Account account, OpenedRequest opened) {
        Secret newPassword = opened.newPassword().orElseThrow();
        if (request instanceof WritebackRequest.Validate) {
            return write(delivery, request, account, directory -> directory.validate(account, newPassword));
        }
        Optional<Conclusion> guarded = guard.check(request, account, delivery.number());
        if (guarded.isPresent()) {
            return guarded;
        }
        if (request instanceof WritebackRequest.Reset reset) {
            ResetOptions options = new ResetOptions(reset.unlock(), reset.mustChange());
            return write(delivery, request, account, directory -> directory.reset(account, newPassword, options));
        }
        Secret current = opened.currentPassword().orElseThrow();
        return write(delivery, request, account, directory -> directory.change(account, current, newPassword));
    }

    private interface Write {
        DirectoryOutcome on(Directory directory);
    }

    /** Steps 12 and 13. The intent is durable before the first byte leaves for the directory. */
    private Optional<Conclusion> write(Delivery delivery, WritebackRequest request, Account account, Write write) {
        Instant now = delivery.now();
        Instant deadline = request.header().expiresAt().plus(limits.skew());
        if (!now.isBefore(deadline)) {
            return Optional.of(Conclusion.of(Outcome.EXPIRED));
        }
        if (!delivery.mayStillWrite(limits)) {
            return Optional.empty();
        }
        if (request.operation().writesPassword()) {
            journal.intend(request.header().id(), intent(request, account, deadline));
        }
        Supplier<DirectoryOutcome> attempt = () -> write.on(directories.of(account));
        DirectoryOutcome outcome = delivery.inDirectory(Stage.WRITE, attempt);
        logRefusal(request, outcome);
        return Optional.of(DirectoryAnswer.conclusionOf(outcome));
    }

    private static Intent intent(WritebackRequest request, Account account, Instant deadline) {
        return new Intent(
                request.operation(),
                account.directory(),
                account.guid(),
                account.server(),
                account.password().flatMap(PasswordStamp::version),
                deadline);
    }

    private static void logRefusal(WritebackRequest request, DirectoryOutcome outcome) {
        if (outcome instanceof DirectoryOutcome.Applied) {
            return;
        }
        log.atInfo()
                .setMessage("directory did not apply the operation")
                .addKeyValue("requestId", request.header().id())
                .addKeyValue("answer", outcome)
                .log();
    }
}
