package dev.writeback.agent.config;

/**
 * A key that the loader has asked for, whether the file has it or not.
 *
 * @param key the full key, with {@code []} for every list element
 */
record KnownKey(String key, Kind kind, boolean required) {
    /** What the loader wants to find there. */
    enum Kind {
        SECTION,
        SECTIONS,
        TEXT,
        TEXTS,
        NUMBER,
        FLAG,
        /** Known, and refused by this version. */
        UNSUPPORTED
    }
}
