package dev.writeback.sandbox.desk;

import dev.writeback.protocol.envelope.SealedMessage;

/**
 * What the cloud has to tell an agent.
 *
 * @param subject its kind on the relay (PWB/1, section 10)
 */
record Word(String subject, SealedMessage message) {
    static Word keys(SealedMessage message) {
        return new Word("keys", message);
    }

    static Word config(SealedMessage message) {
        return new Word("config", message);
    }

    static Word echo(SealedMessage message) {
        return new Word("echo", message);
    }
}
