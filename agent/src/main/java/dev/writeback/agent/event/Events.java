package dev.writeback.agent.event;

import java.util.List;

/** Where events go. */
public interface Events {
    /** Nobody keeps them. */
    Events NONE = new Events() {
        @Override
        public void tell(Event event) {}

        @Override
        public void record(List<Event> events) {}
    };

    /** Passes it on. It is kept soon, after all that was passed on before. Never blocks, never throws. */
    void tell(Event event);

    /**
     * The same for several, which stay together, and returns when they are kept for good.
     *
     * @throws EventNotKeptException when they are not; nothing may go on as if they were
     */
    void record(List<Event> events);
}
