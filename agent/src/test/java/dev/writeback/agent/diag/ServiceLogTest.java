package dev.writeback.agent.diag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {
    @TempDir
    Path directory;

    @Test
    void leavesTheBytesOfAFileAsTheyAre() throws Exception {
        Path log = directory.resolve("mixed.log");
        byte[] latin1 = "Gl\u00fchw\u00fcrmchen\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(log, latin1);

        assertThat(ServiceLog.ofFile(log)).isEqualTo(latin1);
    }

    @Test
    void takesAShortFileAsItIs() throws Exception {
        Path log = Files.writeString(directory.resolve("log"), "one\ntwo\n");

        assertThat(text(log)).isEqualTo("one\ntwo\n");
    }

    @Test
    void takesTheLastLinesOfALongOne() throws Exception {
        Path log = Files.writeString(
                directory.resolve("log"),
                IntStream.rangeClosed(1, 6000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));

        assertThat(text(log).lines().toList())
                .hasSize(5000)
                .startsWith("line 1001")
                .endsWith("line 6000");
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> ServiceLog.ofFile(directory.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }

    private static String text(Path log) throws IOException {
        return new String(ServiceLog.ofFile(log), StandardCharsets.UTF_8);
    }
}
