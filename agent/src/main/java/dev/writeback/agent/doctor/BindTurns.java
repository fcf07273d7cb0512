package dev.writeback.agent.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which accounts may still be bound in one run: one after the other on whatever server of whatever directory, and none
 * after an attempt that was sent and not accepted, so that a run costs an account one failed attempt at most. Thread-safe.
 */
final class BindTurns {
    private final Map<String, Turn> accounts = new ConcurrentHashMap<>();

    List<Check> enter(String account, SeenServer server) {
        return accounts.computeIfAbsent(account.toLowerCase(Locale.ROOT), unused -> new Turn())
                .enter(server);
    }

    private static final class Turn {
        private boolean spent;

        synchronized List<Check> enter(SeenServer server) {
            List<Check> lines = server.enter(spent);
            spent |= server.bind()
                    .filter(view -> switch (view.outcome()) {
                        case BOUND, NO_CREDENTIAL -> false;
                        case REFUSED, FAILED -> true;
                    })
                    .isPresent();
            return lines;
        }
    }
}
