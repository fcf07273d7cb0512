package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Intent;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.PasswordStamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The recovery table of PWB/1, section 6, row by row: was the write of an earlier delivery made? It decides from the
 * replication stamp of the password, and asks for at most one bind, only in the rows that need one. What is in no row
 * cannot be known.
 */
final class RecoveryTable {
    /** What the directory says of an earlier delivery. */
    enum Verdict {
        /** The write was not made. */
        NOT_APPLIED,
        /** It was, and the password in force is the one asked for. */
        APPLIED,
        /** The password was written by somebody else since. */
        SUPERSEDED,
        /** In no row of the table. */
        UNKNOWN
    }

    private final Duration skew;

    RecoveryTable(Duration skew) {
        this.skew = skew;
    }

    /** The rows for a write whose intent is on record. */
    Verdict afterIntent(Intent before, Account now, Supplier<PasswordProof> bind) {
        Optional<Long> version = now.password().flatMap(PasswordStamp::version);
        if (before.passwordVersion().isEmpty() || version.isEmpty()) {
            return withoutMetadata(before, now);
        }
        long writes = version.get() - before.passwordVersion().get();
        if (writes == 0) {
            return Verdict.NOT_APPLIED;
        }
        if (writes >= 2) {
            return Verdict.SUPERSEDED;
        }
        return writes == 1 ? afterOneWrite(before, now, bind.get()) : Verdict.UNKNOWN;
    }

    private static Verdict afterOneWrite(Intent before, Account now, PasswordProof proof) {
        if (proof == PasswordProof.WRONG) {
            return Verdict.SUPERSEDED;
        }
        Optional<?> origin = now.password().flatMap(PasswordStamp::origin);
        boolean ours = origin.isPresent() && origin.equals(before.invocation());
        return ours && proof == PasswordProof.RIGHT ? Verdict.APPLIED : Verdict.UNKNOWN;
    }

    private static Verdict withoutMetadata(Intent before, Account now) {
        Optional<Instant> changedAt = now.password().flatMap(PasswordStamp::changedAt);
        return changedAt.isPresent() && changedAt.equals(before.passwordChangedAt())
                ? Verdict.NOT_APPLIED
                : Verdict.UNKNOWN;
    }

    /** The rows for a redelivery of which this agent has no record: another agent may have written. */
    Verdict withoutRecord(Instant issuedAt, Account now, Supplier<PasswordProof> bind) {
        Optional<Instant> changedAt = now.password().flatMap(PasswordStamp::changedAt);
        if (changedAt.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (changedAt.get().isBefore(issuedAt.minus(skew))) {
            return Verdict.NOT_APPLIED;
        }
        return bind.get() == PasswordProof.RIGHT ? Verdict.APPLIED : Verdict.UNKNOWN;
    }
}
