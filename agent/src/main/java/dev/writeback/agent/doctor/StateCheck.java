package dev.writeback.agent.doctor;

import dev.writeback.agent.journal.JournalReader;
import dev.writeback.agent.journal.JournalUnusableException;
import dev.writeback.agent.journal.SqliteJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The state directory: whether the journal in it can be opened, and whether the disk has room for it. */
final class StateCheck {
    private static final long LEAST_BYTES = 64L * 1024 * 1024;

    private final Path directory;

    StateCheck(Path directory) {
        this.directory = directory;
    }

    Check look() {
        return Check.of("state", directory.toString(), List.of(journal(), room()));
    }

    private Check journal() {
        Path file = directory.resolve(SqliteJournal.FILE);
        if (Files.notExists(file)) {
            return Check.note("journal", "none yet; the agent makes it when it starts");
        }
        try {
            List<JournalReader.Row> rows = JournalReader.read(file);
            long open = rows.stream().filter(row -> row.conclusion().isEmpty()).count();
            return Check.ok("journal", rows.size() + " requests remembered, " + open + " of them not concluded");
        } catch (JournalUnusableException e) {
            return Check.failure("journal", String.valueOf(e.getMessage()), "docs/operations.md, Journal and stand-by");
        }
    }

    private Check room() {
        Path there = directory;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String detail = free / (1024 * 1024) + " MiB free";
            return free < LEAST_BYTES
                    ? Check.warning("disk", detail, "make room: an agent that cannot write its journal takes nothing")
                    : Check.ok("disk", detail);
        } catch (IOException e) {
            return Check.warning(
                    "disk",
                    "the free space cannot be read: " + e.getClass().getSimpleName(),
                    "look whether the agent's user may enter " + there);
        }
    }
}
