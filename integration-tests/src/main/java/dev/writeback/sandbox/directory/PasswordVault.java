package dev.writeback.sandbox.directory;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of all accounts, kept apart from the entries so that no search can ever return one. Thread-safe. */
final class PasswordVault {
    private final Map<UUID, PasswordHistory> histories = new ConcurrentHashMap<>();

    PasswordHistory of(UUID account) {
        return histories.getOrDefault(account, PasswordHistory.none());
    }

    void forget(UUID account) {
        histories.remove(account);
    }

    void put(UUID account, PasswordHistory history) {
        histories.put(account, history);
    }
}
