package dev.writeback.agent.event;

import java.util.ArrayList;
import java.util.List;

/** Keeps events for a test, or refuses to. */
public final class RecordedEvents implements Events {
    private final List<Event> all = new ArrayList<>();
    private boolean full;

    /** From now on nothing that has to be kept is kept. */
    public void fill() {
        full = true;
    }

    /** There is room again. */
    public void makeRoom() {
        full = false;
    }

    @Override
    public synchronized void tell(Event event) {
        all.add(event);
    }

    @Override
    public synchronized void record(List<Event> events) {
        if (full) {
            throw new EventNotKeptException("no room");
        }
        all.addAll(events);
    }

    /** All that was kept, oldest first. */
    public synchronized List<Event> all() {
        return List.copyOf(all);
    }

    /** The names of all that was kept, oldest first. */
    public List<String> names() {
        return all().stream().map(event -> event.type().label()).toList();
    }
}
