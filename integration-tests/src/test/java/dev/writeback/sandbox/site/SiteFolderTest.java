package dev.writeback.sandbox.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFolderTest {
    @TempDir
    Path parent;

    @Test
    void onlyTheOwnerCanReadAnythingInIt() throws Exception {
        // When
        SiteFolder folder = SiteFolder.open(parent.resolve("site"));
        Path file = folder.write("a.txt", "content");

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFolderWithSomebodysFiles() throws Exception {
        Files.writeString(parent.resolve("thesis.txt"), "precious");

        assertThatThrownBy(() -> SiteFolder.open(parent))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("did not make");
    }

    @Test
    void takesItsOwnFolderAgainAndKeepsTheKeys() throws Exception {
        // Given
        Path root = parent.resolve("site");
        SiteFolder first = SiteFolder.open(root);
        SiteKeys.provide(first, Clock.systemUTC(), new SecureRandom());
        String keys = first.read(SiteKeys.AGENTS_PUBLIC);

        // When
        SiteFolder second = SiteFolder.open(root);
        SiteKeys.provide(second, Clock.systemUTC(), new SecureRandom());

        // Then
        assertThat(second.read(SiteKeys.AGENTS_PUBLIC)).isEqualTo(keys);
    }
}
