package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.envelope.Rejection;
import java.util.Optional;

/** What the cloud answers to a message of enrolment. */
public sealed interface DeskAnswer {
    /** The status of HTTP. */
    int status();

    /**
     * 200: the applicant knows the code.
     *
     * @param body {@code application/pwb+jwe+json}
     * @param agent the id that it wants
     * @param fingerprint to be shown
     */
    record Challenged(byte[] body, String agent, Fingerprint fingerprint) implements DeskAnswer {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * 204: the agent is enrolled.
     *
     * @param again whether it was before: the same confirmation once more
     */
    record Enrolled(EnrolledAgent agent, boolean again) implements DeskAnswer {
        @Override
        public int status() {
            return 204;
        }
    }

    /**
     * Anything else: an empty body.
     *
     * @param detail what is wrong with the message itself, for our own log
     */
    record Refused(Why why, Optional<Rejection> detail) implements DeskAnswer {
        @Override
        public int status() {
            return why.status;
        }
    }

    /** Why an applicant is refused; the outside sees the status alone. */
    enum Why {
        /** Not a message of enrolment, or not in time. */
        MALFORMED(400),
        /** A request that was taken before. */
        REPLAYED(400),
        UNKNOWN_CODE(403),
        /** The sender does not know the code, or means other keys; counts. */
        WRONG_MAC(403),
        /** Not what the cloud asked for; counts. */
        WRONG_CHALLENGE(403),
        /** Not signed by the applicant. */
        WRONG_SIGNER(403),
        /** The agent's id, or a key of its, is enrolled already. */
        TAKEN(409),
        CODE_USED(410),
        CODE_EXPIRED(410),
        /** Five wrong attempts. */
        CODE_DESTROYED(410),
        TOO_LARGE(413),
        TOO_MANY(429);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        /** The status of HTTP. */
        public int status() {
            return status;
        }
    }
}
