package dev.writeback.agent.pipeline;

/** The stages of the road that are timed. */
public enum Stage {
    /** Steps 1 to 7: parse, decrypt, verify. */
    OPEN,
    /** Step 9: the look-up in the directory. */
    LOOKUP,
    /** Step 10: the sealed secret. */
    UNSEAL,
    /** Step 13: the operation in the directory. */
    WRITE,
    /** Steps 15 and 16: the ack is accepted, the message is removed. */
    ACK
}
