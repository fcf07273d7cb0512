package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback config schema}. */
@Command(name = "schema", description = "Prints the JSON Schema of the configuration, for editors.")
final class ConfigSchemaCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() {
        console.out().print(AgentConfigSchema.text());
        console.out().flush();
        return ExitCodes.DONE;
    }
}
