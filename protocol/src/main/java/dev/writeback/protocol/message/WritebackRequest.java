package dev.writeback.protocol.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A verified request by operation: the claims of PWB/1, section 4, without the sealed secret. The types say what each
 * operation has: only {@link Ping} has no subject, only {@link Reset} has options.
 */
public sealed interface WritebackRequest {

    /** The common claims. */
    Header header();

    /** The operation. */
    Operation operation();

    /** Whose account; empty for a ping alone. */
    Optional<Subject> subject();

    /** Who asked; empty for a ping alone. */
    Optional<Initiator> initiator();

    /**
     * The common claims of PWB/1, section 3, that matter after the checks of step 7.
     *
     * @param id {@code jti}
     * @param issuedAt {@code iat}, whole seconds
     * @param expiresAt {@code exp}, whole seconds
     * @param trace the W3C traceparent, if any
     */
    record Header(RequestId id, Instant issuedAt, Instant expiresAt, Optional<String> trace) {}

    /**
     * Sets a new password on the user's behalf.
     *
     * @param unlock also unlock the account, in the same write
     * @param mustChange the user must choose another one at the next sign-in, in the same write
     */
    record Reset(Header header, Subject account, Initiator by, boolean unlock, boolean mustChange)
            implements WritebackRequest {
        @Override
        public Operation operation() {
            return Operation.RESET;
        }

        @Override
        public Optional<Subject> subject() {
            return Optional.of(account);
        }

        @Override
        public Optional<Initiator> initiator() {
            return Optional.of(by);
        }
    }

    /** Replaces the password, proving knowledge of the current one. */
    record Change(Header header, Subject account, Initiator by) implements WritebackRequest {
        @Override
        public Operation operation() {
            return Operation.CHANGE;
        }

        @Override
        public Optional<Subject> subject() {
            return Optional.of(account);
        }

        @Override
        public Optional<Initiator> initiator() {
            return Optional.of(by);
        }
    }

    /** Ends a lockout and leaves the password alone. */
    record Unlock(Header header, Subject account, Initiator by) implements WritebackRequest {
        @Override
        public Operation operation() {
            return Operation.UNLOCK;
        }

        @Override
        public Optional<Subject> subject() {
            return Optional.of(account);
        }

        @Override
        public Optional<Initiator> initiator() {
            return Optional.of(by);
        }
    }

    /** Asks whether a password would be accepted; writes nothing and never binds as the user. */
    record Validate(Header header, Subject account, Initiator by) implements WritebackRequest {
        @Override
        public Operation operation() {
            return Operation.VALIDATE;
        }

        @Override
        public Optional<Subject> subject() {
            return Optional.of(account);
        }

        @Override
        public Optional<Initiator> initiator() {
            return Optional.of(by);
        }
    }

    /** Asks for a sign of life through the whole road up to the directory, which it does not touch. */
    record Ping(Header header) implements WritebackRequest {
        @Override
        public Operation operation() {
            return Operation.PING;
        }

        @Override
        public Optional<Subject> subject() {
            return Optional.empty();
        }

        @Override
        public Optional<Initiator> initiator() {
            return Optional.empty();
        }
    }
}
