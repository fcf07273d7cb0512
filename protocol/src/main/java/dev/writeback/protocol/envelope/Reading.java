package dev.writeback.protocol.envelope;

/** What a message of enrolment says, or why it is not read. */
public sealed interface Reading<T> {

    /** Its form and its signature are right. */
    record Read<T>(T value) implements Reading<T> {}

    /** Something of it is not. */
    record Refused<T>(Rejection why) implements Reading<T> {}
}
