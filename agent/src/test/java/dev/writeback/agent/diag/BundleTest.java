package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir
    Path directory;

    private final SecretSearch search = new SecretSearch();

    @Test
    void holdsWhatIsPutInAndAList() throws Exception {
        Path file = directory.resolve("bundle.zip");
        try (Bundle bundle = Bundle.create(file, search)) {
            bundle.add("one.txt", "first");
            bundle.leaveOut("two.txt", "there is none");
            bundle.leaveUnsearched("http.token", "not to be read");
        }

        assertThat(unpacked(file))
                .containsEntry("one.txt", "first")
                .containsEntry(
                        "contents.txt",
                        "In this bundle:\n  one.txt, 5 bytes\n\nNot in it:\n  two.txt: there is none\n"
                                + "\nSecrets that it was not searched for:\n  http.token: not to be read\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesOutWhatHasASecretInIt() throws Exception {
        Path file = directory.resolve("bundle.zip");
        try (Secret secret = Secret.takeOwnershipOf("hunter2-hunter2".getBytes(StandardCharsets.UTF_8))) {
            search.add(secret);
        }
        try (Bundle bundle = Bundle.create(file, search)) {
            bundle.add("log.txt", "the password hunter2-hunter2 was refused");
            bundle.add("other.txt", "nothing");
        }

        assertThat(unpacked(file)).containsOnlyKeys("other.txt", "contents.txt");
        assertThat(unpacked(file).get("contents.txt")).contains("  log.txt: a secret of the agent was found in it");
    }

    @Test
    void replacesNothingAndFollowsNoLink() throws Exception {
        Path there = Files.writeString(directory.resolve("there.zip"), "mine");
        Path link = Files.createSymbolicLink(directory.resolve("link.zip"), directory.resolve("nowhere"));

        assertThatThrownBy(() -> Bundle.create(there, search)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Bundle.create(link, search)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(there).hasContent("mine");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    /** Who made it may read it and sends it; the service's user could change what is in it. */
    @Test
    void staysWithItsMakerInTheDirectoryOfAnother() throws Exception {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Files.setAttribute(directory, "unix:uid", 1_234_567);
        Path file = directory.resolve("bundle.zip");

        Bundle.create(file, search).close();

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    }

    private static Map<String, String> unpacked(Path file) throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
