package dev.writeback.directory;

/** What a look-up found. */
public sealed interface Lookup {
    /** Exactly one entry. */
    record Found(Account account) implements Lookup {}

    /** No entry, or none that the service account can see. */
    record NotFound() implements Lookup {}

    /** More than one entry. */
    record Ambiguous() implements Lookup {}

    /**
     * No server could be asked.
     *
     * @param cause what was seen, for the log; never the content of an entry
     */
    record Unavailable(String cause) implements Lookup {}
}
