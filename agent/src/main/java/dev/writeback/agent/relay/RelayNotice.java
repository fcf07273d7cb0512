package dev.writeback.agent.relay;

import java.time.Instant;

/**
 * What an agent says unasked: a heartbeat, or news of its keys.
 *
 * @param body the package
 * @param id its {@code jti}
 * @param expiresAt its {@code exp}
 */
public record RelayNotice(Kind kind, byte[] body, String id, Instant expiresAt) {
    /** The kinds, which only route: the cloud decides by what is inside (PWB/1, section 10). */
    public enum Kind {
        HEARTBEAT("heartbeat"),
        KEYS("keys");

        private final String subject;

        Kind(String subject) {
            this.subject = subject;
        }

        /** The AMQP subject. */
        public String subject() {
            return subject;
        }
    }

    @Override
    public String toString() {
        return "RelayNotice[" + kind + " " + id + ", " + body.length + " bytes]";
    }
}
