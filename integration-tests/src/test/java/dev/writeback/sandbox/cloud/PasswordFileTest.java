package dev.writeback.sandbox.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writeback.protocol.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'secret', 'secret'",
        "'secret\n', 'secret'",
        "'secret\r\n', 'secret'",
        "'secret\n\n', 'secret\n'",
        "'secret\r', 'secret\r'",
        "' sécret ', ' sécret '",
        "'\n', ''"
    })
    void dropsExactlyOneTrailingLineEnd(String content, String password) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("password"), content);

        // When
        try (Secret secret = PasswordFile.read(file.toString(), InputStream.nullInputStream())) {
            // Then
            assertThat(secret.<String>map(bytes -> new String(bytes, UTF_8))).isEqualTo(password);
        }
    }

    @Test
    void readsStandardInputForADash() throws IOException {
        try (Secret secret = PasswordFile.read("-", new ByteArrayInputStream("typed\n".getBytes(UTF_8)))) {
            assertThat(secret.<String>map(bytes -> new String(bytes, UTF_8))).isEqualTo("typed");
        }
    }

    @Test
    void refusesWhatIsTooLargeForAPassword() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[64 * 1024 + 1]);

        assertThatThrownBy(() -> PasswordFile.read(file.toString(), InputStream.nullInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("65536");
    }
}
