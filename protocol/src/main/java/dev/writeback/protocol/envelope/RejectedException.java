package dev.writeback.protocol.envelope;

/** Carries a rejection from the step that found it to the edge that returns it; never leaves the package. */
final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection why;

    RejectedException(Rejection why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Rejection why() {
        return why;
    }

    static void require(boolean condition, Rejection otherwise) throws RejectedException {
        if (!condition) {
            throw new RejectedException(otherwise);
        }
    }
}
