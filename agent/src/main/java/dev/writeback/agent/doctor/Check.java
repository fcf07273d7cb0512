package dev.writeback.agent.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was looked at, and what is thought of it.
 *
 * @param name a few words; unique among its neighbours
 * @param status of this line alone; see {@link #worst}
 * @param detail what was seen, on one line
 * @param advice what to do, on one line; present exactly for a warning or a failure of this line itself
 * @param parts what it consists of
 */
public record Check(String name, Status status, String detail, Optional<String> advice, List<Check> parts) {
    /** What is thought of it, the worst last. */
    public enum Status {
        OK,
        /** Was not looked at, or needs no thought; it counts as neither good nor bad. */
        NOTE,
        /** The agent works, and something should be done. */
        WARNING,
        /** The agent does not work, or not in this part. */
        FAILURE
    }

    public Check {
        name = OneLine.of(name);
        detail = OneLine.of(detail);
        advice = advice.map(OneLine::of);
        parts = List.copyOf(parts);
        if (advice.isPresent() != status.compareTo(Status.WARNING) >= 0) {
            throw new IllegalArgumentException(
                    "'" + name + "': advice belongs to warnings and failures, to each of them");
        }
    }

    static Check ok(String name, String detail) {
        return new Check(name, Status.OK, detail, Optional.empty(), List.of());
    }

    static Check note(String name, String detail) {
        return new Check(name, Status.NOTE, detail, Optional.empty(), List.of());
    }

    static Check warning(String name, String detail, String advice) {
        return new Check(name, Status.WARNING, detail, Optional.of(advice), List.of());
    }

    static Check failure(String name, String detail, String advice) {
        return new Check(name, Status.FAILURE, detail, Optional.of(advice), List.of());
    }

    /** A heading: it is as good as what stands below it. */
    static Check of(String name, String detail, List<Check> parts) {
        return new Check(name, Status.OK, detail, Optional.empty(), parts);
    }

    Check with(List<Check> more) {
        return new Check(
                name,
                status,
                detail,
                advice,
                Stream.concat(parts.stream(), more.stream()).toList());
    }

    /** The same with warnings in the place of failures: something else stands in for what failed. */
    Check softened() {
        return new Check(
                name,
                status == Status.FAILURE ? Status.WARNING : status,
                detail,
                advice,
                parts.stream().map(Check::softened).toList());
    }

    /** The worst status of this line and of all below it; notes alone are as good as nothing. */
    public Status worst() {
        return lines().map(Check::status)
                .filter(each -> each.compareTo(Status.WARNING) >= 0)
                .max(Status::compareTo)
                .orElse(Status.OK);
    }

    /** As it is shown: a heading is as bad as the worst below it. */
    public Status shown() {
        Status worst = worst();
        return parts.isEmpty() || status.compareTo(worst) >= 0 ? status : worst;
    }

    /** Whether nothing in it is a failure. */
    boolean holds() {
        return worst() != Status.FAILURE;
    }

    /** This line and all below it. */
    public Stream<Check> lines() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(Check::lines));
    }
}
