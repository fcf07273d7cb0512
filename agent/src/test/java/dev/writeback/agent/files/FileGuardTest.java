package dev.writeback.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileGuardTest {
    /** Nobody's number on any machine. */
    private static final int STRANGER = 1_234_567;

    @TempDir
    Path directory;

    private final UnixSystem process = new UnixSystem();
    private Path state;
    private Path file;
    private FileGuard guard;

    @BeforeEach
    void lay() throws IOException {
        state = Files.createDirectory(directory.resolve("state"));
        mode(state, "rwx------");
        file = Files.writeString(directory.resolve("a secret"), "");
        guard = guard();
    }

    private FileGuard guard() {
        return FileGuard.of(state, (int) process.getUid(), process.getUsername());
    }

    private static Path mode(Path path, String letters) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(letters));
    }

    @ParameterizedTest
    @CsvSource({
        "SECRET, rw-------, ",
        "SECRET, r--------, ",
        "SECRET, rw-r-----, its group can read",
        "SECRET, rw----r--, everybody can read",
        "SECRET, rw-r--r--, its group and everybody else can read",
        "SECRET, rw--w--w-, its group and everybody else can write",
        "SECRET, rw-rw----, its group can read and write",
        "SECRET, rwx--x---, its group can run",
        "GRANTED_SECRET, r--r-----, ",
        "GRANTED_SECRET, r--r--r--, everybody can read",
        "GRANTED_SECRET, r---w----, its group can write",
        "GROUP_READABLE, rw-r-----, ",
        "GROUP_READABLE, rw-rw----, its group can write",
        "GROUP_READABLE, rw-r--r--, everybody can read",
        "TRUSTED, rw-r--r--, ",
        "TRUSTED, rw-rw-r--, its group can write",
        "TRUSTED, rw-r--rw-, everybody can write",
    })
    void judgesTheModeByWhatIsAtStake(Stake stake, String letters, String who) throws Exception {
        mode(file, letters);

        List<Exposure> found = guard.check(file, stake);

        if (who == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .singleElement()
                    .satisfies(exposure -> assertThat(exposure.found())
                            .isEqualTo("'" + file + "', which " + who + " (mode " + letters + ")"));
        }
    }

    @ParameterizedTest
    @CsvSource({"SECRET", "GRANTED_SECRET", "GROUP_READABLE", "TRUSTED"})
    void theCommandThatItNamesMendsIt(Stake stake) throws Exception {
        mode(file, "rwxrwxrwx");
        String accepted = guard.check(file, stake).get(0).accepted();
        String command = accepted.substring(accepted.indexOf("mend it: ") + "mend it: ".length());
        assertThat(command).startsWith("chmod ").endsWith(" '" + file + "'");

        run(command);

        assertThat(guard().check(file, stake)).isEmpty();
    }

    private static void run(String command) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }

    @Test
    void refusesADirectoryInWhichOthersCanPutThings() throws Exception {
        mode(file, "rw-------");
        mode(directory, "rwxrwx---");

        assertThat(guard.check(file, Stake.SECRET))
                .extracting(Exposure::found)
                .containsExactly("'" + directory + "', which its group can write (mode rwxrwx---)");
        assertThat(guard.check(Files.createFile(directory.resolve("other")), Stake.TRUSTED))
                .as("told once")
                .isEmpty();
    }

    @Test
    void acceptsADirectoryWhereNobodyCanReplaceWhatIsAnothers() throws Exception {
        mode(file, "rw-------");
        run("chmod 1777 '" + directory + "'");

        assertThat(guard.check(file, Stake.SECRET)).isEmpty();
    }

    @Test
    void refusesWhatBelongsToAStranger() throws Exception {
        mode(file, "rw-------");
        giveAway(file);

        assertThat(guard.check(file, Stake.SECRET)).singleElement().satisfies(exposure -> {
            assertThat(exposure.found()).startsWith("'" + file + "', which belongs to ");
            assertThat(exposure.accepted())
                    .endsWith("as its owner; mend it: chown " + process.getUsername() + " '" + file + "'");
        });
    }

    /** Root gives it away; another user sees it with a stranger's eyes. */
    private void giveAway(Path path) throws IOException {
        if (process.getUid() == 0) {
            Files.setAttribute(path, "unix:uid", STRANGER);
        } else {
            guard = FileGuard.of(state, STRANGER, process.getUsername());
        }
    }

    @Test
    void rootTrustsTheOwnerOfTheStateDirectory() throws Exception {
        mode(file, "rw-------");
        FileFacts facts = FileFacts.of(file);
        FileGuard roots = FileGuard.of(state, 0, "root");

        assertThat(roots.check(file, Stake.SECRET)).isEmpty();
        assertThat(FileFacts.of(state).owner()).isEqualTo(facts.owner());
    }

    @Test
    void followsLinksAndLooksAtEveryDirectoryOnTheWay() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Path target = mode(Files.createFile(closed.resolve("target")), "rw-r--r--");
        Path link = Files.createSymbolicLink(open.resolve("link"), Path.of("../closed/target"));
        Path first = Files.createSymbolicLink(closed.resolve("first"), link);
        mode(closed, "rwx------");
        mode(open, "rwxrwxrwx");

        assertThat(guard.check(first, Stake.SECRET))
                .extracting(Exposure::found)
                .containsExactly(
                        "'" + open + "', which its group and everybody else can write (mode rwxrwxrwx)",
                        "'" + target + "', which its group and everybody else can read (mode rw-r--r--)");
    }

    @Test
    void refusesAStrangersLinkWhereEverybodyCanPutOne() throws Exception {
        mode(file, "rw-------");
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path link = Files.createSymbolicLink(shared.resolve("link"), file);
        run("chmod 1777 '" + shared + "'");
        assertThat(guard.check(link, Stake.SECRET)).isEmpty();

        if (process.getUid() == 0) {
            run("chown -h " + STRANGER + " '" + link + "'");
            assertThat(guard.check(link, Stake.SECRET))
                    .extracting(Exposure::found)
                    .containsExactly("'" + link + "', which belongs to " + STRANGER);
        }
    }

    @Test
    void endsALoopOfLinks() throws Exception {
        Path one = directory.resolve("one");
        Files.createSymbolicLink(one, directory.resolve("two"));
        Files.createSymbolicLink(directory.resolve("two"), one);

        assertThat(guard.check(one, Stake.SECRET))
                .extracting(Exposure::found)
                .containsExactly("'" + one + "', whose owner and mode cannot be read");
    }

    @Test
    void looksAtThePlaceOfAFileToCome() throws Exception {
        assertThat(guard.checkIfThere(directory.resolve("to-come"), Stake.SECRET))
                .isEmpty();
        mode(directory, "rwxrwxrwx");
        assertThat(guard.checkIfThere(directory.resolve("to-come"), Stake.SECRET))
                .hasSize(1);
        assertThat(guard.checkIfThere(directory.resolve("gone/to-come"), Stake.SECRET))
                .isEmpty();
    }

    @Test
    void looksAtAllThatIsInADirectory() throws Exception {
        Path audit = mode(Files.createFile(state.resolve("audit.jsonl")), "rw-r-----");
        Path journal = mode(Files.createFile(state.resolve("journal.db")), "rw-r-----");
        mode(Files.createFile(state.resolve("trust")), "rw-------");

        assertThat(guard.checkEntries(state, audit))
                .extracting(Exposure::found)
                .containsExactly("'" + journal + "', which its group can read (mode rw-r-----)");
    }

    @Test
    void findsNothingWhenItIsOff() throws Exception {
        mode(file, "rwxrwxrwx");

        assertThat(FileGuard.off().check(file, Stake.SECRET)).isEmpty();
        assertThat(FileGuard.off().checkEntries(directory, file)).isEmpty();
        assertThat(FileGuard.off().checkIfThere(file, Stake.SECRET)).isEmpty();
    }

    @Test
    void keepsControlCharactersOutOfItsMessages() throws Exception {
        Path odd = mode(Files.createFile(directory.resolve("it's\nodd")), "rw-rw-rw-");

        Exposure exposure = guard.check(odd, Stake.SECRET).get(0);

        assertThat(exposure.found()).contains("it's?odd");
        assertThat(exposure.accepted()).contains("it'\\''s?odd'");
    }
}
