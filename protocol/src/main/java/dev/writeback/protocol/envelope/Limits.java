package dev.writeback.protocol.envelope;

import dev.writeback.protocol.message.Heartbeat;

/** The limits of PWB/1, section 9, in bytes of the decoded text where not said otherwise; all inclusive. */
final class Limits {
    static final int BODY = 64 * 1024;
    static final int HEADER = 2 * 1024;
    static final int CLAIMS = 24 * 1024;
    /** Recipients of one JWE. */
    static final int RECIPIENTS = 16;
    /** Keys named by one message. */
    static final int KEYS = Heartbeat.MOST_KEYS;
    /** UTF-16 units of one password. */
    static final int PASSWORD_UNITS = 256;

    private Limits() {}
}
