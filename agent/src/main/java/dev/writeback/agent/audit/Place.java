package dev.writeback.agent.audit;

/**
 * A place in the chain.
 *
 * @param number of the record, 0 before the first
 * @param hash of its line, see {@link Sha256}
 */
record Place(long number, String hash) {
    static final Place NOWHERE = new Place(0, Sha256.OF_NOTHING);

    Place next(String line) {
        return new Place(number + 1, Sha256.of(line));
    }
}
