package dev.writeback.protocol.message;

/**
 * The claim {@code epoch} of PWB/1, section 7: it only rises, in each line of messages for itself. There are four such
 * lines: the cloud's own key set, the cloud's word on the keys of one agent, the announcements of one agent, and the
 * switches of a group.
 *
 * @param value 0 to 2^53-1; 0 is before the first
 */
public record Epoch(long value) implements Comparable<Epoch> {
    /** Nothing of this line is in force. */
    public static final Epoch NONE = new Epoch(0);

    /** The largest value, which JSON carries without loss. */
    public static final long LARGEST = (1L << 53) - 1;

    /**
     * @throws IllegalArgumentException when the value is out of range
     */
    public Epoch {
        if (value < 0 || value > LARGEST) {
            throw new IllegalArgumentException("an epoch is 0 to 2^53-1, not " + value);
        }
    }

    /** The one rule, the same on both sides: what is equal or lower than that in force is ignored. */
    public boolean supersedes(Epoch inForce) {
        return compareTo(inForce) > 0;
    }

    /**
     * The lowest epoch that supersedes this one.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Epoch next() {
        return new Epoch(value + 1);
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
