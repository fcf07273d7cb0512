package dev.writeback.protocol.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object of a strictly read text. Each accessor is empty when the member is absent <em>or</em> of another type; where
 * the difference matters, ask {@link #has} first. Immutable.
 */
public final class JsonObject {
    /** The JSON value {@code null}, so that no Java null travels. */
    enum Null {
        NULL
    }

    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** The names, in the order of the text. */
    public Set<String> names() {
        return members.keySet();
    }

    /** Whether the member is there, of whatever type. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The string of that name. */
    public Optional<String> string(String name) {
        return as(name, String.class);
    }

    /** The integer of that name; always within +-(2^53-1). */
    public Optional<Long> integer(String name) {
        return as(name, Long.class);
    }

    /** The boolean of that name. */
    public Optional<Boolean> bool(String name) {
        return as(name, Boolean.class);
    }

    /** The object of that name. */
    public Optional<JsonObject> object(String name) {
        return as(name, JsonObject.class);
    }

    /** The array of that name, when all its elements are objects. */
    public Optional<List<JsonObject>> objects(String name) {
        return elements(name, JsonObject.class);
    }

    /** The array of that name, when all its elements are strings. */
    public Optional<List<String>> strings(String name) {
        return elements(name, String.class);
    }

    private <T> Optional<List<T>> elements(String name, Class<T> type) {
        return as(name, List.class)
                .filter(array -> ((List<?>) array).stream().allMatch(type::isInstance))
                .map(array -> ((List<?>) array).stream().map(type::cast).toList());
    }

    private <T> Optional<T> as(String name, Class<T> type) {
        return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
    }

    /** Only the number of members: the content may be anybody's. */
    @Override
    public String toString() {
        return "JsonObject[" + members.size() + " members]";
    }
}
