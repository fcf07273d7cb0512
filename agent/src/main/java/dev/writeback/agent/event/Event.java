package dev.writeback.agent.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One thing that happened, with what is to be known of it. Immutable. Its values are for operators: never a secret. */
public final class Event {
    private final EventType type;
    private final Map<String, Object> fields;

    private Event(EventType type, Map<String, Object> fields) {
        this.type = type;
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** One of that type, about which nothing more is known. */
    public static Event of(EventType type) {
        return new Event(type, new LinkedHashMap<>());
    }

    /** The same of another type. */
    public Event as(EventType other) {
        return new Event(other, new LinkedHashMap<>(fields));
    }

    /** The same with one field more. */
    public Event with(String name, String value) {
        return add(name, value);
    }

    /** The same with one field more, if there is a value. */
    public Event with(String name, Optional<String> value) {
        return value.map(present -> add(name, present)).orElse(this);
    }

    /** The same with one field more. */
    public Event with(String name, long value) {
        return add(name, value);
    }

    /** The same with one field more. */
    public Event with(String name, boolean value) {
        return add(name, value);
    }

    /** The same with one field more, unless the list is empty. */
    public Event with(String name, List<String> values) {
        return values.isEmpty() ? this : add(name, List.copyOf(values));
    }

    private Event add(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Event(type, more);
    }

    /** What happened. */
    public EventType type() {
        return type;
    }

    /** What is known of it, in the order in which it was said: strings, longs, booleans, lists of strings. */
    public Map<String, Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return type + " " + fields;
    }
}
