package dev.writeback.agent.status;

import dev.writeback.agent.canary.CanaryObserver;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.protocol.message.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Remembers the canary's last run. Thread-safe. */
public final class LastCanary implements CanaryObserver {
    private final Clock clock;
    private volatile Seen seen = new Seen(Optional.empty(), Optional.empty());

    /**
     * What is remembered.
     *
     * @param lastSuccess when the account's password was last changed
     */
    public record Seen(Optional<Run> last, Optional<Instant> lastSuccess) {}

    /**
     * One run.
     *
     * @param outcome in lower case, as in the metric: an outcome of a request, {@code failed} or {@code skipped}
     */
    public record Run(Instant at, String outcome, Optional<String> reason, boolean isGood) {}

    public LastCanary(Clock clock) {
        this.clock = clock;
    }

    /** What is remembered at this moment. */
    public Seen seen() {
        return seen;
    }

    @Override
    public void ended(Conclusion conclusion, boolean written) {
        Instant now = clock.instant();
        Run run = new Run(
                now,
                conclusion.outcome().name().toLowerCase(Locale.ROOT),
                conclusion.reason().map(Reason::wireName),
                written);
        seen = new Seen(Optional.of(run), written ? Optional.of(now) : seen.lastSuccess());
    }

    @Override
    public void failed() {
        note("failed", false);
    }

    @Override
    public void skipped() {
        // The agent takes no requests, which is told elsewhere.
        note("skipped", true);
    }

    private void note(String outcome, boolean isGood) {
        seen = new Seen(Optional.of(new Run(clock.instant(), outcome, Optional.empty(), isGood)), seen.lastSuccess());
    }
}
