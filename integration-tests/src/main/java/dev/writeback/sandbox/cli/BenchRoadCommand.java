package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.RoadBench;
import dev.writeback.sandbox.process.AgentCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code writeback bench road}. */
@Command(
        name = "road",
        description =
                "Resets from the cloud to the verified ack, through the embedded parts and the real agent, beside the"
                        + " same write made straight to the same directory.")
final class BenchRoadCommand implements Callable<Integer> {
    private final Supplier<AgentCommand> agentCommand;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final Console console = new Console();

    @Option(names = "--concurrency", paramLabel = "C", description = "Users served at a time, 1 to 20 (default: 16)")
    private int concurrency = 16;

    @Option(names = "--count", paramLabel = "N", description = "Requests of each kind (default: 2000)")
    private int count = 2000;

    @Mixin
    private final OutputOption output = new OutputOption();

    BenchRoadCommand(Supplier<AgentCommand> agentCommand) {
        this.agentCommand = agentCommand;
    }

    @Override
    public Integer call() throws InterruptedException, IOException, CommandException {
        if (concurrency < 1 || concurrency > RoadBench.USERS || count < concurrency) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--concurrency is 1 to " + RoadBench.USERS + ", and --count is not smaller than that");
        }
        print(BenchedRoad.measure(agentCommand.get(), (road, agent) -> road.run(concurrency, count)));
        return ExitCodes.DONE;
    }

    private void print(RoadBench.Result result) {
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(Json.line(document(result)));
        } else {
            out.println(result.workers() + " users at a time");
            out.println(LatencyText.line("ping, cloud to verified ack", result.pings()));
            out.println(LatencyText.line("reset, cloud to verified ack", result.resets()));
            out.println(LatencyText.line("the bare write, the limit", result.bare()));
            out.println(String.format(Locale.ROOT, "the road reaches %.0f %% of its limit", 100 * result.ratio()));
        }
        out.flush();
    }

    private static Map<String, Object> document(RoadBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("workers", result.workers());
        document.put("ping", LatencyText.document(result.pings()));
        document.put("reset", LatencyText.document(result.resets()));
        document.put("bareWrite", LatencyText.document(result.bare()));
        document.put("ratio", result.ratio());
        return document;
    }
}
