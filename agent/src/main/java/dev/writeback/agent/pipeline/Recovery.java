package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.pipeline.RecoveryTable.Verdict;
import dev.writeback.directory.Account;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordProof;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.WritebackRequest;
import dev.writeback.protocol.secret.Secret;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a write whose answer nobody saw: the process died, the connection broke, the server hung, or
 * another agent had the message. It reads the same server again and asks {@link RecoveryTable}; it never writes.
 * Thread-safe.
 */
public final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final Directories directories;
    private final RecoveryTable table;
    private final Limits limits;
    private final Hold recheck;

    /**
     * @param recheck the pause before a server that does not answer is asked again
     */
    public Recovery(Directories directories, Limits limits, Hold recheck) {
        this.directories = directories;
        this.table = new RecoveryTable(limits.skew());
        this.limits = limits;
        this.recheck = recheck;
    }

    /** What to do about an earlier write. */
    sealed interface Finding {
        /**
         * It was not made: go on as if this were the first delivery.
         *
         * @param account as it was judged
         */
        record NotApplied(Account account) implements Finding {}

        /** Nothing is left to do but to say so. */
        record Concluded(Conclusion conclusion) implements Finding {}

        /** The server cannot tell yet: give the message back. */
        record NotYet() implements Finding {}
    }

    /** Asks until the directory answers, the budget of the operation is spent, or the agent stops. */
    Lookup patiently(Delivery delivery, Supplier<Lookup> question) {
        Lookup lookup = delivery.inDirectory(Stage.LOOKUP, question);
        while (lookup instanceof Lookup.Unavailable && delivery.hasBudget(limits) && recheck.await()) {
            lookup = delivery.inDirectory(Stage.LOOKUP, question);
        }
        return lookup;
    }

    /** A redelivery that finds an intent of ours without a conclusion. */
    Finding afterCrash(Delivery delivery, WritebackRequest request, Intent intent, Secret newPassword) {
        while (true) {
            Lookup lookup = delivery.inDirectory(Stage.LOOKUP, () -> directories.findAgain(intent));
            delivery.passed(Waypoint.RECOVERY_READ);
            if (!(lookup instanceof Lookup.Unavailable)) {
                Finding finding = finding(request, intent, lookup, newPassword, Outcome.OK_ALREADY);
                delivery.passed(Waypoint.RECOVERY_JUDGED);
                return finding;
            }
            if (!delivery.hasBudget(limits) || !recheck.await()) {
                return notYet(delivery, request);
            }
        }
    }

    /**
     * A write of this delivery whose answer was lost. A server that hung may still apply it, so "not applied" is not
     * believed here: the message is given back, and judged again when it returns.
     */
    Finding afterLostAnswer(Delivery delivery, WritebackRequest request, Intent intent, Secret newPassword) {
        while (true) {
            Lookup lookup = delivery.inDirectory(Stage.LOOKUP, () -> directories.findAgain(intent));
            if (!(lookup instanceof Lookup.Unavailable)) {
                Finding finding = finding(request, intent, lookup, newPassword, Outcome.OK);
                if (!(finding instanceof Finding.NotApplied)) {
                    return finding;
                }
            }
            if (!delivery.hasBudget(limits) || !recheck.await()) {
                return notYet(delivery, request);
            }
        }
    }

    private Finding finding(
            WritebackRequest request, Intent intent, Lookup lookup, Secret newPassword, Outcome applied) {
        if (!(lookup instanceof Lookup.Found found)) {
            return new Finding.Concluded(Conclusion.of(Outcome.INDETERMINATE, Reason.USER_NOT_FOUND));
        }
        Account account = found.account();
        Verdict verdict =
                table.afterIntent(intent, account, () -> directories.of(account).prove(account, newPassword));
        return finding(request, verdict, account, applied);
    }

    /**
     * The answer to a second attempt, after a first one whose answer was lost. A server that hung may have applied the
     * first meanwhile, and then refuses the second: "nothing was written" is said only if the stamp says so too.
     */
    Finding afterSecondAttempt(
            Delivery delivery, WritebackRequest request, Intent first, Secret newPassword, Conclusion answer) {
        Finding finding = afterCrash(delivery, request, first, newPassword);
        return finding instanceof Finding.NotApplied ? new Finding.Concluded(answer) : finding;
    }

    /** Whether certainly nobody has written the password since the request was issued; asks nobody and binds nowhere. */
    boolean isUntouched(WritebackRequest request, Account account) {
        return table.withoutRecord(request.header().issuedAt(), account, () -> PasswordProof.NOT_TRIED)
                == Verdict.NOT_APPLIED;
    }

    /** A redelivery of which this agent has no record: another agent may have written. */
    Finding withoutRecord(WritebackRequest request, Account account, Secret newPassword) {
        Verdict verdict = table.withoutRecord(
                request.header().issuedAt(),
                account,
                () -> directories.of(account).prove(account, newPassword));
        return finding(request, verdict, account, Outcome.OK_ALREADY);
    }

    /** An expired redelivery: nothing is written any more, and without the password nothing is proved by a bind. */
    Conclusion afterExpiry(Intent intent) {
        Lookup lookup = directories.findAgain(intent);
        if (!(lookup instanceof Lookup.Found found)) {
            return Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_UNAVAILABLE);
        }
        return switch (table.afterIntent(intent, found.account(), () -> PasswordProof.NOT_TRIED)) {
            case NOT_APPLIED -> Conclusion.of(Outcome.EXPIRED);
            case SUPERSEDED -> Conclusion.of(Outcome.SUPERSEDED);
            case APPLIED, UNKNOWN -> Conclusion.of(Outcome.INDETERMINATE);
        };
    }

    private static Finding finding(WritebackRequest request, Verdict verdict, Account account, Outcome applied) {
        log.atInfo()
                .setMessage("recovery asked the directory what became of a write")
                .addKeyValue("requestId", request.header().id())
                .addKeyValue("verdict", verdict)
                .addKeyValue("server", account.server())
                .log();
        return switch (verdict) {
            case NOT_APPLIED -> new Finding.NotApplied(account);
            case APPLIED -> new Finding.Concluded(Conclusion.of(applied).at(account.serverHost()));
            case SUPERSEDED -> new Finding.Concluded(Conclusion.of(Outcome.SUPERSEDED));
            case UNKNOWN ->
                new Finding.Concluded(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_ERROR)
                        .at(account.serverHost()));
        };
    }

    /** The server does not answer. The message comes back until its last delivery, or until it expires. */
    private Finding notYet(Delivery delivery, WritebackRequest request) {
        boolean last = delivery.number() >= limits.deliveries()
                || !delivery.now().isBefore(request.header().expiresAt());
        return last
                ? new Finding.Concluded(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_UNAVAILABLE))
                : new Finding.NotYet();
    }
}
