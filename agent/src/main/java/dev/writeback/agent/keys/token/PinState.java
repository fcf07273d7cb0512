package dev.writeback.agent.keys.token;

/** What a token says of its user's PIN (PKCS #11 v2.40, CK_TOKEN_INFO flags). */
public enum PinState {
    /** The last log-in was a good one, as far as the token tells. */
    READY,
    /** A wrong PIN was tried since the last good log-in. */
    MISTAKEN,
    /** One more wrong PIN locks it. */
    LAST_TRY,
    LOCKED,
    /** The token has not been given a PIN. */
    NOT_SET
}
