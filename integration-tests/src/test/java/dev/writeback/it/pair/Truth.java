package dev.writeback.it.pair;

import dev.writeback.sandbox.samba.SambaWitness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both controllers hold, and had before. */
record Truth(List<SambaWitness> controllers, Map<String, List<Long>> before) {
    /** Remembers how often the passwords of these users were written until now. */
    static Truth before(SambaWitness first, SambaWitness second, Set<String> users) {
        Map<String, List<Long>> versions = new LinkedHashMap<>();
        users.forEach(user -> versions.put(
                user, List.of(first.look(user).version(), second.look(user).version())));
        return new Truth(List.of(first, second), versions);
    }

    int onFirst(SteadyResets.Sent sent) {
        return writes(0, sent);
    }

    int onSecond(SteadyResets.Sent sent) {
        return writes(1, sent);
    }

    private int writes(int controller, SteadyResets.Sent sent) {
        long mark = Optional.ofNullable(before.get(sent.user())).orElseThrow().get(controller);
        return controllers
                .get(controller)
                .look(sent.user())
                .versionsAfter(mark, sent.password())
                .size();
    }
}
