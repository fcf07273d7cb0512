package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the second implementation over the vectors, where {@code npm ci} was run in src/test/js; skipped elsewhere. */
class NodeInteropTest {
    private static final Path SCRIPTS = Path.of("src/test/js");

    @Test
    void nodeOpensEveryAcceptedVector() throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules/jose")),
                "SKIPPED: run 'npm ci' in protocol/src/test/js to check the vectors with node");
        Process node = new ProcessBuilder("node", "vectors.mjs", "check")
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(output).isZero();
        assertThat(output).contains("72 vectors opened");
    }
}
