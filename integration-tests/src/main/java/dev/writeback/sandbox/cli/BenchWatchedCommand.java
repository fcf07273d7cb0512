package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.RoadBench;
import dev.writeback.sandbox.bench.WatchedBench;
import dev.writeback.sandbox.process.AgentCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code writeback bench watched}. */
@Command(
        name = "watched",
        description =
                "Resets from the cloud to the verified ack while metrics, health and status of the agent are read, beside"
                        + " resets while nobody reads them.")
final class BenchWatchedCommand implements Callable<Integer> {
    private final Supplier<AgentCommand> agentCommand;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final Console console = new Console();

    @Option(names = "--concurrency", paramLabel = "C", description = "Users served at a time, 1 to 20 (default: 16)")
    private int concurrency = 16;

    @Option(names = "--count", paramLabel = "N", description = "Resets in a round (default: 400)")
    private int count = 400;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each kind, which take turns (default: 20)")
    private int rounds = 20;

    @Option(
            names = "--every",
            paramLabel = "MILLIS",
            description = "How often the pages are read (default: 2000, as the status page does)")
    private int every = 2000;

    @Mixin
    private final OutputOption output = new OutputOption();

    BenchWatchedCommand(Supplier<AgentCommand> agentCommand) {
        this.agentCommand = agentCommand;
    }

    @Override
    public Integer call() throws InterruptedException, IOException, CommandException {
        if (concurrency < 1 || concurrency > RoadBench.USERS || count < concurrency) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--concurrency is 1 to " + RoadBench.USERS + ", and --count is not smaller than that");
        }
        if (rounds < 2 || every < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is 2 at least, and --every is 1 at least");
        }
        print(BenchedRoad.measure(
                agentCommand.get(),
                (road, agent) -> new WatchedBench(road, agent, RandomGenerator.getDefault())
                        .run(concurrency, rounds, count, Duration.ofMillis(every))));
        return ExitCodes.DONE;
    }

    private void print(WatchedBench.Result result) {
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(Json.line(document(result)));
        } else {
            out.println(LatencyText.line("reset, read by monitors", result.watched()));
            out.println(LatencyText.line("reset, read by nobody", result.alone()));
            out.println(String.format(Locale.ROOT, "metrics, health and status were read %d times", result.reads()));
            out.println(String.format(
                    Locale.ROOT,
                    "with readers the road reaches %.1f %% (95 %% interval %.1f to %.1f)",
                    100 * result.ratio().value(),
                    100 * result.ratio().low(),
                    100 * result.ratio().high()));
        }
        out.flush();
    }

    private static Map<String, Object> document(WatchedBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("watched", LatencyText.document(result.watched()));
        document.put("alone", LatencyText.document(result.alone()));
        document.put("reads", result.reads());
        document.put("ratio", result.ratio().value());
        document.put("ratioLow", result.ratio().low());
        document.put("ratioHigh", result.ratio().high());
        return document;
    }
}
