package dev.writeback.agent.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config FILE}. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${sys:writeback.config:-/etc/writeback/agent.yaml}",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("agent.yaml");

    Path file() {
        return file;
    }
}
