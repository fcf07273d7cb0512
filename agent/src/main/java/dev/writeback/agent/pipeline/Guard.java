package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Step 11: a password that was changed after the request was issued is never overwritten, whoever changed it. It rests on
 * the directory alone, so it holds across agents that share nothing (PWB/1, section 6).
 */
final class Guard {
    private final Limits limits;

    Guard(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param delivery the relay's delivery number: on a redelivery, which this agent has no record of, another agent may
     *     have written
     * @return what to conclude without a write, or empty when the write may be made
     */
    Optional<Conclusion> check(WritebackRequest request, Account account, int delivery) {
        Optional<Instant> changedAt = account.password().flatMap(PasswordStamp::changedAt);
        if (!request.operation().writesPassword() || changedAt.isEmpty()) {
            return Optional.empty();
        }
        Instant issuedAt = request.header().issuedAt();
        if (delivery == 1) {
            return changedAt.get().isAfter(issuedAt.plus(limits.skew()))
                    ? Optional.of(Conclusion.of(Outcome.SUPERSEDED))
                    : Optional.empty();
        }
        return changedAt.get().isBefore(issuedAt.minus(limits.skew()))
                ? Optional.empty()
                : Optional.of(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_ERROR));
    }
}
