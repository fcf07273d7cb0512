package dev.writeback.it.pair;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What users were told, held against what both controllers have, and how long they waited for it. */
final class Findings {
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int LIMIT_MILLIS = 3000;

    private final String preferred;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    /** Answered before the failure. */
    private final List<Double> calm = new ArrayList<>();
    /** Under way at the failure, or sent soon after it, and answered by whoever was left. */
    private final List<Double> failedOver = new ArrayList<>();
    /** Their write was under way: what became of it only the lost server knows. */
    private final List<Double> waited = new ArrayList<>();

    private int leftOut;

    /**
     * @param preferred the address of the controller that fails
     */
    Findings(String preferred) {
        this.preferred = preferred;
    }

    /**
     * Judges one reset, after its round.
     *
     * @param strike when the controller failed, by the machine's monotonic time
     */
    void add(long strike, SteadyResets.Sent sent, Truth truth) {
        Reply reply = sent.reply().join();
        int onFirst = truth.onFirst(sent);
        int onSecond = truth.onSecond(sent);
        if (!(reply instanceof Reply.Acknowledged said)) {
            outcomes.merge("no ack", 1, Integer::sum);
            wrong.add(sent.user() + ": " + reply);
            return;
        }
        outcomes.merge(said.ack().outcome().name(), 1, Integer::sum);
        if (!isTrue(said.ack(), onFirst, onSecond)) {
            wrong.add(sent.user() + ": " + said.ack() + ", writes on the first " + onFirst + ", on the second "
                    + onSecond);
        }
        time(strike, sent.at(), said);
    }

    private boolean isTrue(Ack ack, int onFirst, int onSecond) {
        return switch (ack.outcome()) {
            case OK, OK_ALREADY ->
                onFirst + onSecond == 1 && ack.server().isPresent() && (onFirst == 1) == isByPreferred(ack);
            case RETRY -> onFirst + onSecond == 0;
            case INDETERMINATE -> onFirst + onSecond <= 1;
            case REFUSED, SUPERSEDED, EXPIRED -> false;
        };
    }

    private boolean isByPreferred(Ack ack) {
        return ack.server().equals(Optional.of(preferred));
    }

    private void time(long strike, long at, Reply.Acknowledged said) {
        double millis = said.took().toNanos() / 1e6;
        if (at + said.took().toNanos() < strike) {
            calm.add(millis);
        } else if (at <= strike + AFTERMATH_NANOS) {
            (waitedForTheLostOne(said.ack()) ? waited : failedOver).add(millis);
        }
    }

    private boolean waitedForTheLostOne(Ack ack) {
        return ack.outcome() == Outcome.INDETERMINATE
                || ack.outcome() == Outcome.OK_ALREADY
                || ack.delivery() > 1
                || isByPreferred(ack);
    }

    /** That many were due and not sent. */
    void leftOut(int number) {
        leftOut += number;
    }

    /** The answers that were not true, or did not come. */
    List<String> wrong() {
        return wrong;
    }

    /** How many were answered although their server had failed. */
    int failedOver() {
        return failedOver.size();
    }

    /** What the failure cost those who did not have to wait for the lost server. */
    String report(String outage, int perSecond) {
        double usual = quantile(calm, 0.5);
        return String.format(
                Locale.ROOT,
                "failover of the whole agent on two Samba controllers, the preferred one %s under %d resets/s: %s, %d not"
                        + " sent for want of a user; undisturbed (%d) p50 %.0f ms p99 %.0f ms; under way at the failure or"
                        + " sent within 3 s (%d): added p50 %.0f ms p99 %.0f ms, limit %d ms; waited for the lost one to"
                        + " tell: %d%s",
                outage,
                perSecond,
                outcomes,
                leftOut,
                calm.size(),
                usual,
                quantile(calm, 0.99),
                failedOver.size(),
                quantile(failedOver, 0.5) - usual,
                quantile(failedOver, 0.99) - usual,
                LIMIT_MILLIS,
                waited.size(),
                waited.isEmpty() ? "" : String.format(Locale.ROOT, ", longest %.0f ms", quantile(waited, 1)));
    }

    private static double quantile(List<Double> millis, double part) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1L, (long) (part * sorted.size())));
    }
}
