package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import java.io.PrintWriter;
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
    private @Nullable Switch toSwitch;

    /** What can be switched, one at a time. */
    static final class Switch {
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
        JsonNode answer = toSwitch == null ? agent.status() : agent.control(toSwitch.path());
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(answer);
        } else {
            out.print(toSwitch == null ? StatusText.of(answer) : StatusText.ofReadiness(answer));
        }
        out.flush();
        return answer.path("ready").asBoolean() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
