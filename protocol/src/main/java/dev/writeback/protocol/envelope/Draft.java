package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Subject;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that the cloud is about to send, without what the sealer adds.
 *
 * @param subject present but for a ping
 * @param initiator present but for a ping
 * @param unlock only for a reset
 * @param mustChange only for a reset
 * @param lifetime whole seconds, 1 to 300
 * @param trace W3C traceparent of version 00
 */
public record Draft(
        Operation operation,
        Optional<Subject> subject,
        Optional<Initiator> initiator,
        boolean unlock,
        boolean mustChange,
        Duration lifetime,
        Optional<String> trace) {
    private static final Duration USUAL_LIFETIME = Duration.ofSeconds(120);

    /**
     * @throws IllegalArgumentException when the parts do not fit each other
     */
    public Draft {
        boolean ping = operation == Operation.PING;
        if (subject.isPresent() == ping || initiator.isPresent() == ping) {
            throw new IllegalArgumentException("every request but a ping has a subject and an initiator");
        }
        if ((unlock || mustChange) && operation != Operation.RESET) {
            throw new IllegalArgumentException("unlock and mustChange go with a reset only");
        }
        boolean wholeSeconds = lifetime.equals(Duration.ofSeconds(lifetime.toSeconds()));
        if (!wholeSeconds || lifetime.toSeconds() < 1 || lifetime.compareTo(Validity.LONGEST) > 0) {
            throw new IllegalArgumentException("a request lives 1 to 300 whole seconds, not " + lifetime);
        }
        if (trace.isPresent() && !RequestClaims.isTrace(trace.orElseThrow())) {
            throw new IllegalArgumentException("trace is not a traceparent of version 00");
        }
        int by = initiator.flatMap(Initiator::by).map(String::length).orElse(1);
        if (by < 1 || by > RequestClaims.LONGEST_BY) {
            throw new IllegalArgumentException("init.by has 1 to " + RequestClaims.LONGEST_BY + " characters");
        }
    }

    public static Draft reset(Subject subject, Initiator initiator) {
        return of(Operation.RESET, Optional.of(subject), Optional.of(initiator));
    }

    public static Draft change(Subject subject, Initiator initiator) {
        return of(Operation.CHANGE, Optional.of(subject), Optional.of(initiator));
    }

    public static Draft unlock(Subject subject, Initiator initiator) {
        return of(Operation.UNLOCK, Optional.of(subject), Optional.of(initiator));
    }

    public static Draft validate(Subject subject, Initiator initiator) {
        return of(Operation.VALIDATE, Optional.of(subject), Optional.of(initiator));
    }

    public static Draft ping() {
        return of(Operation.PING, Optional.empty(), Optional.empty());
    }

    /** Any of the five, with neither option, 120 s and no trace. */
    public static Draft of(Operation operation, Optional<Subject> subject, Optional<Initiator> initiator) {
        return new Draft(operation, subject, initiator, false, false, USUAL_LIFETIME, Optional.empty());
    }

    /** This reset, also unlocking the account. */
    public Draft andUnlock() {
        return new Draft(operation, subject, initiator, true, mustChange, lifetime, trace);
    }

    /** This reset, with another change due at the next sign-in. */
    public Draft andMustChange() {
        return new Draft(operation, subject, initiator, unlock, true, lifetime, trace);
    }

    public Draft withLifetime(Duration longer) {
        return new Draft(operation, subject, initiator, unlock, mustChange, longer, trace);
    }

    public Draft withTrace(String traceparent) {
        return new Draft(operation, subject, initiator, unlock, mustChange, lifetime, Optional.of(traceparent));
    }
}
