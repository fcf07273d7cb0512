package dev.writeback.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As root, beside a directory of the service's user. */
class ForeignLinksTest {
    private static final int SERVICE = 1_234_567;

    @TempDir
    Path directory;

    private Path services;
    private Path secret;

    @BeforeEach
    void layFiles() throws IOException {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        services = Files.createDirectory(directory.resolve("services"));
        secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("agent.log"), "of root alone");
        Files.writeString(services.resolve("agent.log"), "of the service");
        give(services.resolve("agent.log"));
        give(services);
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", SERVICE, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void readsAFileInTheDirectoryOfAnother() throws Exception {
        assertThat(text(services.resolve("agent.log"))).isEqualTo("of the service");
        assertThat(text(services.resolve("../services/./agent.log"))).isEqualTo("of the service");
    }

    @Test
    void followsNoLinkAtTheEndOfThePath() throws Exception {
        Path link = Files.createSymbolicLink(services.resolve("link.log"), secret.resolve("agent.log"));
        give(link);

        assertRefused(link, link);
    }

    @Test
    void followsNoLinkInTheMidstOfThePath() throws Exception {
        Path link = Files.createSymbolicLink(services.resolve("logs"), secret);
        give(link);

        assertRefused(link.resolve("agent.log"), link);
        assertRefused(link.resolve("../secret/agent.log"), link);
    }

    /** The name of it is as good as that of any other: the service's user could have moved it there. */
    @Test
    void followsNoLinkOfRootInTheDirectoryOfAnother() throws Exception {
        Path link = Files.createSymbolicLink(services.resolve("logs"), secret);

        assertRefused(link.resolve("agent.log"), link);
    }

    /** As in /tmp. */
    @Test
    void followsNoLinkOfAnotherInADirectoryOfRoot() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
        give(link);

        assertRefused(link.resolve("agent.log"), link);
    }

    @Test
    void followsNoLinkThatALinkOfRootLeadsTo() throws Exception {
        Path link = Files.createSymbolicLink(services.resolve("logs"), secret);
        give(link);
        Path way = Files.createSymbolicLink(directory.resolve("way"), Path.of("services/logs/agent.log"));

        assertRefused(way, link);
    }

    @Test
    void followsLinksOfRoot() throws Exception {
        Path absolute = Files.createSymbolicLink(directory.resolve("absolute"), services);
        Path relative = Files.createSymbolicLink(secret.resolve("relative"), Path.of("../absolute/agent.log"));

        assertThat(text(absolute.resolve("agent.log"))).isEqualTo("of the service");
        assertThat(text(relative)).isEqualTo("of the service");
        assertThat(ForeignLinks.resolved(relative))
                .isEqualTo(directory.toRealPath().resolve("services/agent.log"));
    }

    @Test
    void endsWhereLinksLeadRoundAndRound() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("round"), Path.of("round"));

        assertRefused(link, link);
    }

    @Test
    void readsNoFileOfAnotherDirectoryUnderASecondName() throws Exception {
        Path second = Files.createLink(services.resolve("second.log"), secret.resolve("agent.log"));

        assertThatThrownBy(() -> ForeignLinks.open(second))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(second + " has other names too");
    }

    @Test
    void opensNothingButARegularFile() {
        assertThatThrownBy(() -> ForeignLinks.open(services)).hasMessage(services + " is not a regular file");
        assertThatThrownBy(() -> ForeignLinks.open(services.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static void assertRefused(Path path, Path link) {
        assertThatThrownBy(() -> ForeignLinks.open(path))
                .isInstanceOf(IOException.class)
                .hasMessage(link + " is a link, which is not followed; put a file in its place");
        assertThatThrownBy(() -> ForeignLinks.resolved(path)).hasMessageContaining("is a link");
    }

    private static String text(Path file) throws IOException {
        try (SeekableByteChannel channel = ForeignLinks.open(file)) {
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {}
            return new String(content.array(), StandardCharsets.UTF_8);
        }
    }
}
