package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.keys.ConfiguredKeys;
import dev.writeback.agent.trust.AgentTrust;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback config check}: everything that can be told without asking the relay or a directory. */
@Command(name = "check", description = "Validates the configuration and the key files that it names.")
final class ConfigCheckCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;
    private final Clock clock;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    ConfigCheckCommand(AgentConfigLoader loader, Clock clock) {
        this.loader = loader;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException {
        List<Problem> problems = problems();
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(json(problems));
        } else if (problems.isEmpty()) {
            out.println(config.file() + " is valid");
        } else {
            throw new ConfigException(config.file(), problems);
        }
        out.flush();
        return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.CONFIGURATION;
    }

    private List<Problem> problems() {
        try {
            AgentConfig loaded = loader.load(config.file());
            List<Problem> problems = new ArrayList<>(ConfiguredKeys.problems(loaded, clock.instant()));
            if (loaded.cloud().keys().isEmpty()
                    && !AgentTrust.isEnrolled(loaded.agent().stateDirectory())) {
                problems.add(new Problem(
                        "cloud.keys",
                        OptionalInt.empty(),
                        "nothing, and no enrolment in " + loaded.agent().stateDirectory(),
                        "an enrolled agent (writeback enroll), or a file with the cloud's JWK set"));
            }
            return problems;
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private String json(List<Problem> problems) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("file", config.file().toString());
            json.writeBooleanField("valid", problems.isEmpty());
            json.writeArrayFieldStart("problems");
            for (Problem problem : problems) {
                problem.writeTo(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
