package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.desk.DeskAdministrator;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config cloud.yaml} of a running cloud. */
final class DeskOptions {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The cloud.yaml of a running sandbox.")
    private Path file = Path.of("cloud.yaml");

    /** What is asked of the desk. */
    interface Errand<T> {
        T ask(DeskAdministrator desk) throws IOException;
    }

    <T> T ask(Errand<T> errand) throws ConfigException, CommandException {
        var desk = new CloudConfigLoader(System::getenv)
                .load(file)
                .desk()
                .orElseThrow(() -> CommandException.failed(
                        file + ": desk: found nothing; accepted: the section that a running sandbox writes"));
        try {
            return errand.ask(new DeskAdministrator(desk));
        } catch (IOException e) {
            throw CommandException.failed(
                    "the desk at " + desk.url() + " does not do it (" + e.getMessage() + "); is the sandbox running?",
                    e);
        }
    }
}
