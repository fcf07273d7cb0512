package dev.writeback.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.RequestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
    @TempDir
    Path directory;

    @Override
    SqliteJournal open() {
        return open(CAPACITY);
    }

    private SqliteJournal open(int capacity) {
        return open(clock, capacity);
    }

    private SqliteJournal open(Clock host, int capacity) {
        return SqliteJournal.open(file(), host, clock, capacity, Thread::new, Waypoints.NONE);
    }

    private Path file() {
        return directory.resolve("journal.sqlite");
    }

    private SqliteJournal reopen(int capacity) {
        journal.close();
        SqliteJournal reopened = open(capacity);
        journal = reopened;
        return reopened;
    }

    @Test
    void nobodyElseCanReadAnyOfItsFiles() throws Exception {
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(part -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                            .as("%s", part)
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void keepsWhatItWasToldAcrossARestart() {
        RequestId concluded = someId();
        Intent intent = someIntent();
        journal.admit(id, "digest", LATER);
        journal.intend(id, intent);
        journal.admit(concluded, "other", LATER);
        journal.conclude(concluded, Conclusion.of(Outcome.OK));

        reopen(CAPACITY);

        assertThat(journal.find(id)).contains(new JournalEntry.Intended("digest", intent));
        assertThat(journal.find(concluded)).contains(new JournalEntry.Concluded("other", Conclusion.of(Outcome.OK)));
        assertThat(journal.size()).isEqualTo(2);
    }

    @Test
    void listsIntentsWithoutAConclusion() {
        RequestId concluded = someId();
        journal.admit(id, "digest", LATER);
        journal.intend(id, someIntent());
        journal.admit(concluded, "other", LATER);
        journal.intend(concluded, someIntent());
        journal.conclude(concluded, Conclusion.of(Outcome.OK));

        assertThat(reopen(CAPACITY).unconcluded()).containsExactly(id);
    }

    @Test
    void keepsEveryConclusionOfManyThreads() throws Exception {
        SqliteJournal large = reopen(10_000);
        List<RequestId> ids = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                RequestId each = someId();
                ids.add(each);
                running.add(threads.submit(() -> {
                    large.admit(each, "digest", LATER);
                    large.intend(each, someIntent());
                    large.conclude(each, Conclusion.of(Outcome.OK));
                }));
            }
            for (Future<?> each : running) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }

        reopen(10_000);

        assertThat(ids)
                .allSatisfy(each -> assertThat(journal.find(each))
                        .contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK))));
    }

    @Test
    void refusesAFileThatAnotherAgentUses() {
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining("agent.stateDirectory");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        journal.close();
        deleteFile();
        Files.writeString(file(), "this is a letter to a friend, and long enough to be read as a header of a file");

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("Move the file away");
        deleteFile();
    }

    @Test
    void refusesADatabaseOfAnotherProgram() throws Exception {
        journal.close();
        deleteFile();
        execute("CREATE TABLE bookmarks (url TEXT)");

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("not a journal of this agent");
        deleteFile();
    }

    @Test
    void refusesAJournalOfANewerVersion() throws Exception {
        journal.close();
        execute("PRAGMA user_version = 2");

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("version 2");
        deleteFile();
    }

    @Test
    void refusesADamagedPage() throws Exception {
        SqliteJournal large = reopen(10_000);
        for (int i = 0; i < 200; i++) {
            large.admit(someId(), "digest", LATER);
        }
        large.conclude(admitted(large), Conclusion.of(Outcome.OK));
        journal.close();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            for (long page = 4096; page + 100 < channel.size(); page += 4096) {
                channel.write(ByteBuffer.wrap(new byte[100]), page);
            }
        }

        assertThatThrownBy(() -> open(10_000))
                .isInstanceOf(JournalUnusableException.class)
                .hasMessageContaining("damaged");
        deleteFile();
    }

    @Test
    void takesNothingWhileTheDiskIsFullAndRecoversByItself() throws Exception {
        SqliteJournal large = reopen(100_000);
        large.conclude(admitted(large), Conclusion.of(Outcome.OK));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            other.createStatement().execute("BEGIN IMMEDIATE");
            RequestId lost = someId();
            assertThatThrownBy(() -> {
                        large.admit(lost, "digest", LATER);
                        large.conclude(lost, Conclusion.of(Outcome.OK));
                    })
                    .isInstanceOf(JournalBrokenException.class);
            assertThat(large.hasRoom()).isFalse();
            other.createStatement().execute("ROLLBACK");
        }

        assertThat(large.hasRoom()).isTrue();
        RequestId kept = admitted(large);
        large.conclude(kept, Conclusion.of(Outcome.OK));
        assertThat(large.find(kept)).contains(new JournalEntry.Concluded("digest", Conclusion.of(Outcome.OK)));
    }

    @Test
    void isNotHealedByCallsThatWriteNothing() throws Exception {
        RequestId before = admitted(journal);
        journal.conclude(before, Conclusion.of(Outcome.OK));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            other.createStatement().execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> journal.conclude(admitted(journal), Conclusion.of(Outcome.OK)))
                    .isInstanceOf(JournalBrokenException.class);

            assertThat(journal.find(before)).isPresent();
            assertThatThrownBy(() -> journal.intend(before, someIntent())).isInstanceOf(JournalBrokenException.class);
            assertThatThrownBy(() -> journal.admit(someId(), "digest", LATER))
                    .isInstanceOf(JournalBrokenException.class);
            assertThat(journal.hasRoom()).isFalse();
            other.createStatement().execute("ROLLBACK");
        }

        assertThat(journal.hasRoom()).isTrue();
        journal.conclude(admitted(journal), Conclusion.of(Outcome.OK));
    }

    @Test
    void forgetsNothingBecauseTheHostsClockJumpedAhead() {
        journal.close();
        SqliteJournal jumped = open(Clock.offset(clock, Duration.ofHours(1)), CAPACITY);
        journal = jumped;
        RequestId first = admitted(jumped);
        admitted(jumped);

        assertThat(jumped.hasRoom()).isFalse();
        assertThatThrownBy(() -> admitted(jumped)).isInstanceOf(JournalFullException.class);
        assertThat(jumped.find(first)).isPresent();
    }

    private static RequestId admitted(Journal journal) {
        RequestId one = someId();
        journal.admit(one, "digest", LATER);
        return one;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            connection.createStatement().execute(sql);
        }
    }

    /** So that the journal closed after each test is not opened over the broken file. */
    private void deleteFile() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file().resolveSibling(file().getFileName() + suffix));
        }
    }
}
