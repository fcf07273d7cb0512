package dev.writeback.agent.audit;

/**
 * A place in the chain.
 *
 * @param number of the record, 0 before the first
 * @param hash of its line, see {@link Sha256}
 */
record Place(long number, String hash) {
    /** More do not go into a file's name; a thousand records a second come to it in thirty years. */
    static final long HIGHEST = 999_999_999_999L;

    static final Place NOWHERE = new Place(0, Sha256.OF_NOTHING);

    /** Nobody's records go on from a number so high that there is no room behind it: somebody has made it up. */
    boolean leavesRoom() {
        return number <= HIGHEST / 2;
    }

    Place next(String line) {
        return new Place(number + 1, Sha256.of(line));
    }
}
