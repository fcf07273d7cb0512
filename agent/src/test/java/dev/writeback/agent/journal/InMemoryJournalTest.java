package dev.writeback.agent.journal;

class InMemoryJournalTest extends JournalContract {
    @Override
    Journal open() {
        return new InMemoryJournal(clock, CAPACITY);
    }
}
