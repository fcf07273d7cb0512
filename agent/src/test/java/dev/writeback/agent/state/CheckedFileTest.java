package dev.writeback.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedFileTest {
    private static final String TEXT = "{\"epoch\":7}\n";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("state");
    }

    @Test
    void readsWhatWasWrittenLast() throws Exception {
        CheckedFile.replace(file, "old\n");
        CheckedFile.replace(file, TEXT);

        assertThat(CheckedFile.read(file)).contains(TEXT);
    }

    @Test
    void isNotThereAtFirst() throws Exception {
        assertThat(CheckedFile.read(file)).isEmpty();
    }

    @Test
    void isForItsOwnersEyesOnly() throws Exception {
        CheckedFile.replace(file, TEXT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void noBitOfItCanChangeUnseen() throws Exception {
        CheckedFile.replace(file, TEXT);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(file, flipped);

            assertThatExceptionOfType(DamagedFileException.class).isThrownBy(() -> CheckedFile.read(file));
        }
    }

    @Test
    void noPartOfItIsTakenForTheWhole() throws Exception {
        CheckedFile.replace(file, TEXT);
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));

            assertThatExceptionOfType(DamagedFileException.class).isThrownBy(() -> CheckedFile.read(file));
        }
    }

    @Test
    void refusesWhatOthersMayWriteTo() throws Exception {
        CheckedFile.replace(file, TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));

        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> CheckedFile.read(file))
                .withMessageContaining("others than its owner may write to it");
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        CheckedFile.replace(file, "x".repeat(64 * 1024));

        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> CheckedFile.read(file))
                .withMessageContaining("more than 65536 bytes");
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        Files.createDirectory(file);

        assertThatExceptionOfType(DamagedFileException.class).isThrownBy(() -> CheckedFile.read(file));
    }

    @Test
    void saysNothingOfTheContent() throws Exception {
        Files.write(file, "Tr0ub4dor-canary".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> CheckedFile.read(file))
                .withMessageNotContaining("canary");
    }
}
