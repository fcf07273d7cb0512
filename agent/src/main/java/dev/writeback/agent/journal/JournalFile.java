package dev.writeback.agent.journal;

import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.message.RequestId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The journal's SQLite file: write-ahead log, synchronous=FULL. Used by one thread, the journal's writer; other processes
 * may read the file with the sqlite3 tool while it runs, and a lock file beside it keeps a second agent out.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);

    static final int VERSION = 1;

    /** "PWB1": what SQLite files of ours carry as application_id. */
    private static final int APPLICATION = 0x50574231;

    private static final String SCHEMA = """
            CREATE TABLE request (
                jti        TEXT PRIMARY KEY,
                rdig       TEXT NOT NULL,
                state      TEXT NOT NULL CHECK (state IN ('seen', 'intended', 'concluded')),
                admitted   TEXT NOT NULL,
                keep_until INTEGER NOT NULL,
                intent     TEXT,
                conclusion TEXT
            ) WITHOUT ROWID, STRICT;
            CREATE INDEX request_keep_until ON request (keep_until);
            CREATE TABLE proof_of_writing (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                at TEXT NOT NULL
            ) STRICT;
            """;

    private final Connection connection;
    private final FileChannel lock;
    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement intend;
    private final PreparedStatement conclude;
    private final PreparedStatement forget;

    private JournalFile(Connection connection, FileChannel lock) throws SQLException {
        this.connection = connection;
        this.lock = lock;
        find = connection.prepareStatement("SELECT rdig, state, intent, conclusion FROM request WHERE jti = ?");
        insert = connection.prepareStatement(
                "INSERT INTO request (jti, rdig, state, admitted, keep_until) VALUES (?, ?, 'seen', ?, ?)");
        intend = connection.prepareStatement(
                "UPDATE request SET state = 'intended', intent = ? WHERE jti = ? AND state <> 'concluded'");
        conclude = connection.prepareStatement(
                "UPDATE request SET state = 'concluded', conclusion = ? WHERE jti = ? AND state <> 'concluded'");
        forget = connection.prepareStatement("DELETE FROM request WHERE keep_until <= ?");
    }

    static JournalFile open(Path file) {
        FileChannel lock = lock(file);
        try {
            return open(file, lock);
        } catch (SQLException e) {
            closeQuietly(lock);
            throw e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB
                    ? JournalUnusableException.damaged(file, e)
                    : JournalUnusableException.unreachable(file, e);
        } catch (RuntimeException e) {
            closeQuietly(lock);
            throw e;
        }
    }

    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;

    private static FileChannel lock(Path file) {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        try {
            FileChannel channel = PrivateFile.open(path, StandardOpenOption.CREATE);
            FileLock held = channel.tryLock();
            if (held == null) {
                channel.close();
                throw JournalUnusableException.inUse(file);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw JournalUnusableException.inUse(file);
        } catch (IOException e) {
            throw JournalUnusableException.unreachable(file, e);
        }
    }

    private static JournalFile open(Path file, FileChannel lock) throws SQLException {
        boolean fresh = isMissingOrEmpty(file);
        if (fresh) {
            makeForTheOwnerAlone(file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5000);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            if (fresh) {
                create(connection);
            }
            check(file, connection);
            connection.setAutoCommit(false);
            return new JournalFile(connection, lock);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isMissingOrEmpty(Path file) {
        try {
            return !Files.exists(file) || Files.size(file) == 0;
        } catch (IOException e) {
            throw JournalUnusableException.unreachable(file, e);
        }
    }

    /** SQLite gives the files beside it the mode of this one. */
    private static void makeForTheOwnerAlone(Path file) {
        try {
            PrivateFile.open(file, StandardOpenOption.CREATE).close();
        } catch (IOException e) {
            throw JournalUnusableException.unreachable(file, e);
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(SCHEMA);
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION);
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
        }
    }

    private static void check(Path file, Connection connection) throws SQLException {
        checkKind(file, connection);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = result.next() ? result.getString(1) : "no answer";
            if (!"ok".equals(verdict)) {
                throw JournalUnusableException.damaged(file, new SQLException(verdict));
            }
        }
    }

    /** Whether it is a journal of ours, and of this version. */
    static void checkKind(Path file, Connection connection) throws SQLException {
        int application = pragma(connection, "application_id");
        if (application != APPLICATION) {
            throw JournalUnusableException.foreign(
                    file, "an SQLite file with application_id " + Integer.toUnsignedString(application, 16));
        }
        int version = pragma(connection, "user_version");
        if (version != VERSION) {
            throw JournalUnusableException.newer(file, version);
        }
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    Optional<JournalEntry> find(RequestId id) throws SQLException {
        find.setString(1, id.value());
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(entry(row)) : Optional.empty();
        }
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        String digest = row.getString("rdig");
        return switch (row.getString("state")) {
            case "seen" -> new JournalEntry.Seen(digest);
            case "intended" -> new JournalEntry.Intended(digest, JournalText.intent(row.getString("intent")));
            case "concluded" -> new JournalEntry.Concluded(digest, JournalText.conclusion(row.getString("conclusion")));
            default -> throw new SQLException("a state that no journal has");
        };
    }

    void insert(RequestId id, String digest, Instant now, Instant keepUntil) throws SQLException {
        insert.setString(1, id.value());
        insert.setString(2, digest);
        insert.setString(3, now.toString());
        insert.setLong(4, keepUntil.getEpochSecond());
        insert.executeUpdate();
    }

    void intend(RequestId id, Intent intent) throws SQLException {
        intend.setString(1, JournalText.of(intent));
        intend.setString(2, id.value());
        requireAdmitted(id, intend.executeUpdate());
    }

    void conclude(RequestId id, Conclusion conclusion) throws SQLException {
        conclude.setString(1, JournalText.of(conclusion));
        conclude.setString(2, id.value());
        requireAdmitted(id, conclude.executeUpdate());
    }

    /** Nothing was updated: either the request was concluded before, which stands, or its admission was lost. */
    private void requireAdmitted(RequestId id, int updated) throws SQLException {
        if (updated == 0 && find(id).isEmpty()) {
            throw new IllegalStateException("the request is not in the journal");
        }
    }

    /** Removes what may be forgotten; how many entries that were. */
    int forget(Instant now) throws SQLException {
        forget.setLong(1, now.getEpochSecond());
        return forget.executeUpdate();
    }

    /** Writes something, to find out whether that is possible again. */
    void proveWriting(Instant now) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO proof_of_writing (id, at) VALUES (1, ?)")) {
            statement.setString(1, now.toString());
            statement.executeUpdate();
        }
    }

    int count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM request")) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    List<RequestId> unconcluded() throws SQLException {
        List<RequestId> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT jti FROM request WHERE state = 'intended' ORDER BY admitted")) {
            while (rows.next()) {
                found.add(new RequestId(rows.getString(1)));
            }
        }
        return found;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // After some errors (SQLITE_FULL, SQLITE_IOERR) SQLite has rolled back by itself, and the driver, which
            // asked
            // it to do so again, has not begun the next transaction.
            beginAnew();
        }
    }

    private void beginAnew() {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            log.atDebug().setMessage("no transaction was open").log();
        }
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            log.atWarn()
                    .setMessage("the journal cannot begin a transaction")
                    .setCause(e)
                    .log();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.atWarn()
                    .setMessage("the journal did not close cleanly")
                    .setCause(e)
                    .log();
        }
        closeQuietly(lock);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.atDebug().setMessage("the journal's lock file did not close").log();
        }
    }
}
