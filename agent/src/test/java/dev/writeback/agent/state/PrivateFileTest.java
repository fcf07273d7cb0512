package dev.writeback.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
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
}
