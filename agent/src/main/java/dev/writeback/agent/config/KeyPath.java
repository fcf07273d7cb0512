package dev.writeback.agent.config;

/**
 * The name of a key from the root.
 *
 * @param full with the index of each list element, for messages
 * @param generic with {@code []} in its place, the same for all elements
 */
record KeyPath(String full, String generic) {
    static final KeyPath ROOT = new KeyPath("", "");

    KeyPath child(String name) {
        return full.isEmpty() ? new KeyPath(name, name) : new KeyPath(full + "." + name, generic + "." + name);
    }

    KeyPath element(int index) {
        return new KeyPath(full + "[" + index + "]", generic + "[]");
    }
}
