package dev.writeback.directory.standard;

/** Something without which an account cannot be judged is not shown to the service account. */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message);
    }
}
