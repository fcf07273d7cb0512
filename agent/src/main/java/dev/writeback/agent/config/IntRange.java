package dev.writeback.agent.config;

/** The whole numbers that a key accepts, both ends included. */
record IntRange(int least, int most) {
    boolean contains(long value) {
        return least <= value && value <= most;
    }

    String accepted() {
        return "a whole number from " + least + " to " + most;
    }

    void require(String key, long value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(key + ": found " + value + "; accepted: " + accepted());
        }
    }
}
