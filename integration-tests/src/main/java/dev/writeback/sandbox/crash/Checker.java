package dev.writeback.sandbox.crash;

import dev.writeback.agent.pipeline.Limits;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.sandbox.cloud.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds requests, acks and the directory's own log against each other. Stateless but for what it was made with. */
final class Checker {
    private static final Limits LIMITS = Limits.forResponseTime(Duration.ofSeconds(1));
    private static final Duration SKEW = LIMITS.skew();
    private static final int DELIVERIES = LIMITS.deliveries();

    private final CrashDirectory directory;
    private final CrashPlan plan;
    private final List<ForeignWrite> foreign;
    private final Map<String, Long> before;
    private final Findings findings;

    /**
     * @param before of each user the last write before the first request was sent
     */
    Checker(
            CrashDirectory directory,
            CrashPlan plan,
            List<ForeignWrite> foreign,
            Map<String, Long> before,
            Findings findings) {
        this.directory = directory;
        this.plan = plan;
        this.foreign = foreign;
        this.before = before;
        this.findings = findings;
    }

    /** All of them; each has its reply. */
    void check(List<Sent> all) {
        findings.requests(all.size());
        for (Sent sent : all) {
            Reply reply = sent.reply().join();
            if (reply instanceof Reply.Acknowledged acknowledged) {
                check(sent, acknowledged.ack());
            } else {
                found(Violation.LOST, sent, "no ack", List.of());
            }
            sent.order().user().ifPresent(user -> checkAccount(sent, user));
        }
    }

    /** Whatever it was told. */
    private void checkAccount(Sent sent, String user) {
        if (!sent.order().unlocks() && directory.isLocked(user)) {
            found(Violation.LOCKOUT, sent, "locked out", List.of());
        }
        List<Long> strangers = new ArrayList<>(directory.writes(user, mark(user)));
        strangers.removeAll(writesFor(sent));
        foreign.forEach(write -> strangers.removeIf(number -> number == write.sequence()));
        if (!strangers.isEmpty()) {
            found(Violation.UNWANTED, sent, "passwords that nobody sent", strangers);
        }
    }

    private void check(Sent sent, Ack ack) {
        List<Long> writes = writesFor(sent);
        Optional<ForeignWrite> other = foreign.stream()
                .filter(write -> sent.order().user().equals(Optional.of(write.user())))
                .findFirst();
        String saw = ack.outcome() + ack.reason().map(reason -> "/" + reason).orElse("") + " att=" + ack.delivery();
        if (writes.size() > 1) {
            found(Violation.TWICE, sent, saw, writes);
        }
        if (!writes.isEmpty() && (sent.order().refused() || !sent.order().writesPassword())) {
            found(Violation.UNWANTED, sent, saw, writes);
        }
        if (other.isPresent() && writes.stream().anyMatch(write -> overwrites(sent, write, other.get()))) {
            found(Violation.OVERWRITTEN, sent, saw, writes);
        }
        switch (ack.outcome()) {
            case OK, OK_ALREADY -> checkApplied(sent, saw, writes, other);
            case INDETERMINATE -> checkIndeterminate(sent, ack, saw, writes, other);
            case SUPERSEDED -> checkSuperseded(sent, saw, writes, other);
            case REFUSED, RETRY, EXPIRED -> checkFailed(sent, ack.outcome(), saw, writes, other);
        }
    }

    private List<Long> writesFor(Sent sent) {
        return sent.order().user().isPresent() && sent.order().next().isPresent()
                ? writesFor(sent.order().user().get(), sent.order().next().get())
                : List.of();
    }

    private List<Long> writesFor(String user, byte[] password) {
        return directory.writes(user, mark(user), password);
    }

    private long mark(String user) {
        return Optional.ofNullable(before.get(user)).orElseThrow();
    }

    /** Before the relay had ever delivered it, and inside of the skew, order is the cloud's affair (PWB/1, section 6). */
    private static boolean overwrites(Sent sent, long own, ForeignWrite other) {
        boolean guarded = other.deliveredBefore().contains(sent.request().id().value())
                || other.at().isAfter(sent.request().issuedAt().plus(SKEW));
        return guarded && own > other.sequence();
    }

    private void checkApplied(Sent sent, String saw, List<Long> writes, Optional<ForeignWrite> other) {
        if (sent.order().unlocks() && directory.isLocked(sent.order().user().orElseThrow())) {
            found(Violation.FALSE_OK, sent, saw, writes);
        }
        if (!sent.order().writesPassword()) {
            return;
        }
        boolean replaced = other.isPresent()
                && writes.stream().allMatch(write -> write < other.get().sequence());
        boolean holds = sent.order().user().isPresent()
                && directory.holds(
                        sent.order().user().get(), sent.order().next().orElseThrow());
        if (writes.isEmpty() || !holds && !replaced) {
            found(Violation.FALSE_OK, sent, saw, writes);
        }
    }

    private void checkIndeterminate(Sent sent, Ack ack, String saw, List<Long> writes, Optional<ForeignWrite> other) {
        // At the last delivery: on a busy machine the directory may not have answered in all that time.
        boolean gone = ack.reason().equals(Optional.of(Reason.DIRECTORY_UNAVAILABLE)) && ack.delivery() >= DELIVERIES;
        // On a redelivery, of an account that is not there it cannot be said that nothing was ever written to it.
        boolean unknownUser = sent.order().user().isEmpty();
        if (sent.order().fresh() || other.isPresent() || unknownUser || gone) {
            findings.indeterminate(text(sent, saw, writes));
        } else {
            found(Violation.UNDOCUMENTED, sent, saw, writes);
        }
    }

    private void checkSuperseded(Sent sent, String saw, List<Long> writes, Optional<ForeignWrite> other) {
        boolean newer = other.isPresent()
                && writes.stream().allMatch(write -> write < other.get().sequence());
        if (!newer) {
            found(Violation.FALSE_FAILURE, sent, saw, writes);
        }
    }

    private void checkFailed(Sent sent, Outcome outcome, String saw, List<Long> writes, Optional<ForeignWrite> other) {
        boolean inOrder = !sent.order().refused() && !sent.order().fresh() && other.isEmpty();
        if (!writes.isEmpty() || outcome == Outcome.REFUSED && inOrder) {
            found(Violation.FALSE_FAILURE, sent, saw, writes);
        }
    }

    private void found(Violation what, Sent sent, String saw, List<Long> writes) {
        findings.violated(what, text(sent, saw, writes));
    }

    private String text(Sent sent, String saw, List<Long> writes) {
        return plan + ": " + sent.order().kind() + " " + sent.order().user().orElse("-") + " "
                + sent.request().id() + (sent.order().fresh() ? " fresh" : "") + ", acked " + saw + ", writes "
                + writes + ", others' "
                + foreign.stream()
                        .filter(write -> sent.order().user().equals(Optional.of(write.user())))
                        .map(ForeignWrite::sequence)
                        .toList();
    }
}
