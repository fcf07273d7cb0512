package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.http.NoAgentException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback status}: asks the running agent on its local endpoint. */
@Command(name = "status", description = "What the running agent says of itself; exit 1 when it is not ready.")
final class StatusCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @ArgGroup
    private @Nullable Instead instead;

    /** What is done in place of showing the state, one at a time. */
    static final class Instead {
        @Option(
                names = "--alive",
                description = "Ask only whether the agent answers, ready or not: for who would start it anew if not.")
        private boolean alive;

        @Option(
                names = "--standby",
                paramLabel = "on|off",
                description = "Stay connected and take nothing, or take again; until the agent stops.")
        private @Nullable OnOff standby;

        @Option(
                names = "--pause",
                paramLabel = "on|off",
                description = "The kill switch: refuse every request at once, or serve again; also after a restart.")
        private @Nullable OnOff pause;

        String path() {
            return standby == null ? "/pause/" + pause : "/standby/" + standby;
        }
    }

    /** What they take. */
    enum OnOff {
        on,
        off
    }

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    StatusCommand(AgentConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws ConfigException, CommandException {
        RunningAgent agent = new RunningAgent(loader.whereabouts(config.file()), config.file());
        PrintWriter out = console.out();
        if (instead != null && instead.alive) {
            agent.alive();
            out.println(output.isJson() ? "{\"alive\":true}" : "alive");
            out.flush();
            return ExitCodes.DONE;
        }
        JsonNode answer = instead == null ? agent.status() : agent.control(instead.path());
        if (output.isJson()) {
            out.println(answer);
        } else {
            out.print(instead == null ? text(agent, answer) : StatusText.ofReadiness(answer));
        }
        out.flush();
        return answer.path("ready").asBoolean() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private static String text(RunningAgent agent, JsonNode status) throws CommandException {
        try {
            return StatusText.of(status);
        } catch (DateTimeException e) {
            throw agent.failed(new NoAgentException("no time where there has to be one in /status.json"));
        }
    }
}
