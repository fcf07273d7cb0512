package dev.writeback.agent.audit.eventlog;

import java.util.ArrayList;
import java.util.List;

/** In place of Windows: remembers what it was asked. */
final class RecordedCalls implements EventLogApi {
    final List<String> calls = new ArrayList<>();
    final List<String> strings = new ArrayList<>();
    EventLogException answer;

    @Override
    public Object register(String source) {
        calls.add("register " + source);
        return 1;
    }

    @Override
    public void report(Object handle, int type, int category, int id, String... texts) throws EventLogException {
        if (answer != null) {
            throw answer;
        }
        strings.addAll(List.of(texts));
        calls.add("report " + handle + " type " + type + " category " + category + " id " + id + " " + List.of(texts));
    }

    @Override
    public void close(Object handle) {
        calls.add("close " + handle);
    }
}
