package dev.writeback.agent.journal;

import dev.writeback.agent.state.ForeignLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/** Reads the journal's file beside a running agent, without a lock on it and without changing it. */
public final class JournalReader {
    /** What SQLite opens too. */
    private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

    private JournalReader() {}

    /**
     * One request in the journal.
     *
     * @param id {@code jti}
     * @param state {@code seen}, {@code intended} or {@code concluded}
     * @param admitted when it reached step 8
     * @param keepUntil when it may be forgotten
     * @param intent the write that was about to be made
     * @param conclusion what was answered
     */
    public record Row(
            String id,
            String state,
            Instant admitted,
            Instant keepUntil,
            Optional<Intent> intent,
            Optional<Conclusion> conclusion) {}

    /**
     * All requests, oldest first.
     *
     * @throws JournalUnusableException when the file is missing, damaged or no journal, or when root would have to follow a
     *     link that may be another user's
     */
    public static List<Row> read(Path named) {
        Path file = named;
        try {
            file = ForeignLinks.resolved(named);
            for (String beside : BESIDE) {
                ForeignLinks.resolved(file.resolveSibling(file.getFileName() + beside));
            }
        } catch (IOException e) {
            throw JournalUnusableException.unreachable(file, e);
        }
        if (!Files.isReadable(file)) {
            throw JournalUnusableException.unreachable(file, new SQLException("no such file, or not readable"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            JournalFile.checkKind(file, connection);
            return rows(connection);
        } catch (SQLException e) {
            throw JournalUnusableException.damaged(file, e);
        }
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT jti, state, admitted, keep_until, intent, conclusion FROM request ORDER BY admitted")) {
            while (result.next()) {
                String intent = result.getString("intent");
                String conclusion = result.getString("conclusion");
                rows.add(new Row(
                        result.getString("jti"),
                        result.getString("state"),
                        Instant.parse(result.getString("admitted")),
                        Instant.ofEpochSecond(result.getLong("keep_until")),
                        intent == null ? Optional.empty() : Optional.of(JournalText.intent(intent)),
                        conclusion == null ? Optional.empty() : Optional.of(JournalText.conclusion(conclusion))));
            }
        }
        return rows;
    }
}
