package dev.writeback.agent.canary;

import dev.writeback.agent.config.CanarySettings;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.Intent;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.journal.JournalBrokenException;
import dev.writeback.agent.journal.JournalEntry;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;

/** The run that a crash has cut off after its intent. No relay brings it again, and nobody knows its password any more. */
public final class LastRun {
    private LastRun() {}

    /**
     * Concludes a request of which only the intent is known, if it is about the canary's account.
     *
     * @return whether it is concluded
     */
    public static boolean conclude(RequestId id, Journal journal, CanarySettings canary) {
        boolean ours = journal.find(id)
                .filter(JournalEntry.Intended.class::isInstance)
                .map(JournalEntry.Intended.class::cast)
                .filter(entry -> isAbout(canary, entry.intent()))
                .isPresent();
        return ours && isKept(id, journal);
    }

    private static boolean isKept(RequestId id, Journal journal) {
        try {
            journal.conclude(id, Conclusion.of(Outcome.INDETERMINATE));
            return true;
        } catch (JournalBrokenException e) {
            // It heals, and the entry waits for the next start.
            return false;
        }
    }

    private static boolean isAbout(CanarySettings canary, Intent intent) {
        return intent.directory().equals(canary.directory()) && intent.account().equals(canary.user());
    }
}
