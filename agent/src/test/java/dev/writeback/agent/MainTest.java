package dev.writeback.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code writeback run} ends when the agent cannot start. */
class MainTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private ConfigFiles files;

    @BeforeEach
    void layFiles() throws Exception {
        files = new ConfigFiles(directory);
        StartableFiles.layKeys(files);
    }

    @Test
    void wrongKeyFileIsAMisconfiguration() {
        files.write("agent-keys.p12", "not a store");

        assertThat(run(0)).isEqualTo(78);
        assertThat(err.toString()).startsWith("writeback: keys.store: ").contains("readable PKCS#12 file");
    }

    @Test
    void portInUseIsAFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(taken.getLocalPort())).isEqualTo(1);
            assertThat(err.toString()).startsWith("writeback: http: ").contains("" + taken.getLocalPort());
        }
    }

    private int run(int port) {
        Path file = files.write("agent.yaml", ConfigFiles.MINIMAL + "http: {port: " + port + "}\n");
        return Main.commandLine().setErr(new PrintWriter(err)).execute("run", "--config", file.toString());
    }
}
