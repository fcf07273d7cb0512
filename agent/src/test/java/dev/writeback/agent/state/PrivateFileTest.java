package dev.writeback.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    private static final int SERVICE = 1_234_567;

    @TempDir
    Path directory;

    @Test
    void madeDirectoriesAreForTheOwnerAlone() throws Exception {
        Path made = PrivateFile.directory(directory.resolve("a/b"));

        assertThat(made).isDirectory();
        for (Path each : new Path[] {made, made.getParent()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
        assertThat(PrivateFile.directory(made)).isEqualTo(made);
    }

    /** Else the service could not read its own key store any more, once root has run a command. */
    @Test
    void whatRootWritesBelongsToTheServiceWhoseDirectoryItIs() throws Exception {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Files.setAttribute(directory, "unix:uid", SERVICE);
        Path file = directory.resolve("file");

        PrivateFile.replace(file, new byte[] {1});
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SERVICE);

        Files.setAttribute(file, "unix:uid", SERVICE + 1);
        PrivateFile.replace(file, new byte[] {2});
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SERVICE + 1);

        Path lock = directory.resolve("lock");
        PrivateFile.open(lock, StandardOpenOption.CREATE).close();
        assertThat(Files.getAttribute(lock, "unix:uid")).isEqualTo(SERVICE);
        assertThat(Files.getAttribute(PrivateFile.directory(directory.resolve("a/b")), "unix:uid"))
                .isEqualTo(SERVICE);
    }

    @Test
    void rootGivesAFileToAnotherUserThanItsDirectory() throws Exception {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Path state = Files.createDirectory(directory.resolve("state"));
        Files.setAttribute(state, "unix:uid", SERVICE);
        Path file = directory.resolve("file");
        PrivateFile.replace(file, new byte[] {1});
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);

        PrivateFile.replaceFor(state, file, new byte[] {2});

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SERVICE);
        assertThat(Files.readAllBytes(file)).containsExactly(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    // The service's user can put a link in the place of any name in his directory.

    @Test
    void rootFollowsNoLinkInTheDirectoryOfAnother() throws Exception {
        Path state = directoryOfTheService();
        Path others = Files.createDirectory(directory.resolve("others"));
        Path target = Files.writeString(others.resolve("target"), "of root");
        Path link = Files.createSymbolicLink(state.resolve("link"), target);
        Path toDirectory = Files.createSymbolicLink(state.resolve("directory"), others);
        Path wayThere = Files.createSymbolicLink(directory.resolve("way-there"), link);

        for (Path each : new Path[] {link, wayThere}) {
            assertThatThrownBy(() -> PrivateFile.replace(each, new byte[] {1}))
                    .isInstanceOf(IOException.class)
                    .hasMessage(link + " is a link, which is not followed; put a file in its place");
            assertThatThrownBy(() -> PrivateFile.replaceFor(state, each, new byte[] {1}))
                    .hasMessageContaining("is a link");
        }
        assertThatThrownBy(() -> PrivateFile.open(link, StandardOpenOption.CREATE))
                .hasMessageContaining("is a link");
        assertThatThrownBy(() -> PrivateFile.real(link)).hasMessageContaining("is a link");
        assertThatThrownBy(() -> PrivateFile.directory(toDirectory)).hasMessageContaining("is a link");
        assertThat(target).hasContent("of root");
        assertThat(Files.getAttribute(target, "unix:uid")).isEqualTo(0);
        assertThat(others.toFile().list()).containsExactly("target");
    }

    /** As when the name is taken over between the making of the file and the giving. */
    @Test
    void whatALinkPointsToIsNotGivenAway() throws Exception {
        Path state = directoryOfTheService();
        Path target = Files.writeString(directory.resolve("target"), "of root");
        Path link = Files.createSymbolicLink(state.resolve("link"), target);

        PrivateFile.giveTo(Files.getOwner(state), link);

        assertThat(Files.getAttribute(target, "unix:uid")).isEqualTo(0);
        assertThat(Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(SERVICE);
    }

    @Test
    void aFileThatWasThereIsOpenedAndStaysItsOwners() throws Exception {
        Path state = directoryOfTheService();
        Path file = Files.writeString(state.resolve("lock"), "");

        PrivateFile.open(file, StandardOpenOption.CREATE).close();

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    }

    @Test
    void linksOfTheAdministratorAreFollowed() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), link);

        PrivateFile.replace(second, new byte[] {'x'});

        assertThat(target).hasContent("x");
        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(PrivateFile.directory(Files.createSymbolicLink(directory.resolve("d"), directory)))
                .isDirectory();
    }

    @Test
    void nothingIsMadeOrOpenedThroughALink() throws Exception {
        Path target = directory.resolve("target");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        assertThatThrownBy(() -> PrivateFile.open(link, StandardOpenOption.CREATE))
                .hasMessageContaining("is a link");
        assertThatThrownBy(() -> PrivateFile.create(link)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).doesNotExist();
        Files.writeString(target, "");
        assertThatThrownBy(() -> PrivateFile.open(link, StandardOpenOption.CREATE))
                .hasMessageContaining("is a link");
    }

    @Test
    void readsARegularFileOfItsSizeAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "four");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(PrivateFile.read(file, 4)).asString().isEqualTo("four");
        assertThatThrownBy(() -> PrivateFile.read(file, 3)).hasMessage(file + " has more than 3 bytes");
        assertThatThrownBy(() -> PrivateFile.read(link, 4)).hasMessageContaining("is a link");
        assertThatThrownBy(() -> PrivateFile.read(directory, 4)).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> PrivateFile.read(directory.resolve("none"), 4))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsWhatTheServiceOrRootWroteAlone() throws Exception {
        Path file = Files.writeString(directoryOfTheService().resolve("file"), "four");
        assertThat(PrivateFile.read(file, 4)).asString().isEqualTo("four");
        Files.setAttribute(file, "unix:uid", SERVICE);
        assertThat(PrivateFile.read(file, 4)).asString().isEqualTo("four");
        Files.setAttribute(file, "unix:uid", SERVICE + 1);

        assertThatThrownBy(() -> PrivateFile.read(file, 4))
                .hasMessageContaining("belongs to the user " + (SERVICE + 1))
                .hasMessageNotContaining("four");
    }

    @Test
    void readsNothingThroughALinkOfTheServiceInTheMidstOfThePath() throws Exception {
        Path state = directoryOfTheService();
        Path others = Files.createDirectory(directory.resolve("others"));
        Files.writeString(others.resolve("file"), "four");
        Path link = Files.createSymbolicLink(state.resolve("link"), others);

        assertThatThrownBy(() -> PrivateFile.read(link.resolve("file"), 4))
                .hasMessage(link + " is a link, which is not followed; put a file in its place");
    }

    private Path directoryOfTheService() throws IOException {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Path state = Files.createDirectory(directory.resolve("state"));
        Files.setAttribute(state, "unix:uid", SERVICE);
        return state;
    }
}
