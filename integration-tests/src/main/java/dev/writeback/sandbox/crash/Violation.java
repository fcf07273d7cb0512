package dev.writeback.sandbox.crash;

/** What must never happen to a request, whenever the agent is killed. */
public enum Violation {
    /** No final ack before the request was closed, at its expiry and twice the skew. */
    LOST,
    /** More than one write for one request. */
    TWICE,
    /** A password that somebody else set meanwhile was overwritten. */
    OVERWRITTEN,
    /** The ack says applied, and the directory does not hold it. */
    FALSE_OK,
    /** The ack says not applied, and it was; or a request that was in order was refused. */
    FALSE_FAILURE,
    /** A user was locked out. */
    LOCKOUT,
    /** Written for a request that must not write. */
    UNWANTED,
    /** {@code INDETERMINATE} although the directory could tell. */
    UNDOCUMENTED,
    /** An ack without a record in the audit, or an audit that is not whole. */
    UNAUDITED
}
