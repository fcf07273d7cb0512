package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Problem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writeback config reload}: the running agent reads its file again, as it does by itself when that changes. */
@Command(
        name = "reload",
        description =
                "Has the running agent follow its configuration; exit 78 when it is wrong, 1 when it needs a restart.")
final class ConfigReloadCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    ConfigReloadCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        JsonNode answer = new RunningAgent(loader.whereabouts(config.file()), config.file()).control("/config/reload");
        String result = answer.path("result").asText();
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(answer);
            out.flush();
            return exitCode(result);
        }
        switch (result) {
            case "applied" -> out.println("in force: " + keys(answer));
            case "unchanged" -> out.println("nothing has changed");
            case "needs_restart" -> throw CommandException.failed("needs a restart: " + keys(answer) + goesOn(answer));
            case "invalid" -> throw new ConfigException(config.file(), problems(answer));
            default -> throw CommandException.failed("the running agent gave another answer: " + answer);
        }
        out.flush();
        return ExitCodes.DONE;
    }

    private static int exitCode(String result) {
        return switch (result) {
            case "applied", "unchanged" -> ExitCodes.DONE;
            case "invalid" -> ExitCodes.CONFIGURATION;
            default -> ExitCodes.FAILED;
        };
    }

    private static String keys(JsonNode answer) {
        List<String> keys = new ArrayList<>();
        answer.path("keys").forEach(key -> keys.add(key.asText()));
        return String.join(", ", keys);
    }

    private static String goesOn(JsonNode answer) {
        return ". Nothing of the file is in force; the agent goes on with that of "
                + answer.path("since").asText();
    }

    private static List<Problem> problems(JsonNode answer) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : answer.path("problems")) {
            problems.add(new Problem(
                    problem.path("key").asText(),
                    problem.has("line") ? OptionalInt.of(problem.path("line").asInt()) : OptionalInt.empty(),
                    problem.path("found").asText(),
                    problem.path("accepted").asText()));
        }
        return problems;
    }
}
