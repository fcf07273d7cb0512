package dev.writeback.protocol.message;

import java.util.Optional;

/**
 * What the cloud allows the agents of a group to do: the claims of {@code pwb-cfg+jwt} of PWB/1, section 4. It may only
 * narrow what an agent's own file allows.
 *
 * @param perUser requests for one account; empty when the cloud says nothing of it
 * @param perAgent requests in all of one agent; empty when the cloud says nothing of it
 */
public record TenantSwitches(
        Epoch epoch,
        boolean reset,
        boolean change,
        boolean adminReset,
        boolean unlock,
        boolean validate,
        Optional<Limit> perUser,
        Optional<Limit> perAgent) {

    /**
     * At most so many requests within any window of that length.
     *
     * @param count 1 to {@value #MOST}
     * @param seconds 1 to {@value #LONGEST}
     */
    public record Limit(int count, int seconds) {
        /** The largest count. */
        public static final int MOST = 1_000_000;

        /** The longest window: a day. */
        public static final int LONGEST = 86_400;

        /**
         * @throws IllegalArgumentException when one of them is out of range
         */
        public Limit {
            if (count < 1 || count > MOST || seconds < 1 || seconds > LONGEST) {
                throw new IllegalArgumentException(
                        "a limit has a count of 1 to " + MOST + " and 1 to " + LONGEST + " seconds");
            }
        }
    }

    /**
     * @throws IllegalArgumentException when the epoch is none
     */
    public TenantSwitches {
        if (epoch.equals(Epoch.NONE)) {
            throw new IllegalArgumentException("switches have an epoch of at least 1");
        }
    }
}
