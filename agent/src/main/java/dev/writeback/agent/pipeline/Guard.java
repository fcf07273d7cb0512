package dev.writeback.agent.pipeline;

import dev.writeback.agent.journal.Conclusion;
import dev.writeback.directory.Account;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.protocol.message.Outcome;
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

    /** What to conclude without a write, or empty when the write may be made. */
    Optional<Conclusion> check(WritebackRequest request, Account account) {
        Instant latest = request.header().issuedAt().plus(limits.skew());
        boolean newer = account.password()
                .flatMap(PasswordStamp::changedAt)
                .filter(changedAt -> changedAt.isAfter(latest))
                .isPresent();
        return newer ? Optional.of(Conclusion.of(Outcome.SUPERSEDED)) : Optional.empty();
    }
}
