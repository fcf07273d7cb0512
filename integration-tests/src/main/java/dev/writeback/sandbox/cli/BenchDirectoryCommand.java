package dev.writeback.sandbox.cli;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.DirectoryBench;
import dev.writeback.sandbox.bench.Ratio;
import dev.writeback.sandbox.samba.SambaPresence;
import dev.writeback.sandbox.samba.SambaServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code writeback bench directory}. */
@Command(
        name = "directory",
        description =
                "Resets by the adapter on a Samba AD of its own, beside bare Modify operations on the same server,"
                        + " alone and after two bare searches.")
final class BenchDirectoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final Console console = new Console();

    @Option(
            names = "--connections",
            paramLabel = "N",
            split = ",",
            description = "Users served at a time, 1 to 20; several runs with commas between (default: 1,4)")
    private List<Integer> connections = List.of(1, 4);

    @Option(names = "--count", paramLabel = "N", description = "Writes of each kind in a run (default: 600)")
    private int count = 600;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException, IOException, CommandException {
        if (connections.stream().anyMatch(n -> n < 1 || n > DirectoryBench.USERS) || count < DirectoryBench.USERS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--connections are 1 to " + DirectoryBench.USERS + ", and --count is 20 at least");
        }
        Optional<String> obstacle = SambaPresence.obstacle();
        if (obstacle.isPresent()) {
            throw CommandException.failed("Samba AD cannot run here: " + obstacle.get());
        }
        List<DirectoryBench.Result> results = new ArrayList<>();
        try (Interruption signals = Interruption.listen();
                TemporaryFolder folder = TemporaryFolder.create("writeback-bench");
                SambaServer server =
                        SambaServer.start(folder.path().resolve("samba-ad"), SambaPresence.freeAddress())) {
            DirectoryBench bench = new DirectoryBench(server, RandomGenerator.getDefault());
            for (int number : connections) {
                results.add(bench.run(number, count));
            }
        } catch (ExecutionException | LDAPException | IllegalStateException e) {
            throw CommandException.failed("the measurement did not work: " + e.getMessage(), e);
        }
        print(results);
        return ExitCodes.DONE;
    }

    private void print(List<DirectoryBench.Result> results) {
        PrintWriter out = console.out();
        if (output.isJson()) {
            out.println(Json.line(Map.of(
                    "runs",
                    results.stream().map(BenchDirectoryCommand::document).toList())));
        } else {
            for (DirectoryBench.Result result : results) {
                out.println(result.connections() + " connections");
                result.measured().forEach((kind, measured) -> out.println(text(name(kind), measured)));
                out.println(text("the adapter reaches, of the limit", result.ofBare()));
                out.println(text("the adapter reaches, of two searches and the limit", result.ofSearched()));
                out.println(String.format(
                        Locale.ROOT,
                        "by the server's processor time alone it could reach %.1f %% of the limit",
                        100 * result.ofBareByProcessorTime()));
            }
        }
        out.flush();
    }

    private static String name(DirectoryBench.Kind kind) {
        return switch (kind) {
            case ADAPTER -> "reset by the adapter";
            case SEARCHED -> "two searches and Modify";
            case BARE -> "bare Modify, the limit";
        };
    }

    private static String text(String what, DirectoryBench.Measured measured) {
        return String.format(
                Locale.ROOT,
                "%-24s %,8.1f per second   p50 %7.1f ms   p99 %7.1f ms   server %6.2f ms",
                what,
                measured.latencies().perSecond(),
                measured.latencies().p50(),
                measured.latencies().p99(),
                measured.processorMillis());
    }

    private static String text(String what, Ratio ratio) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% (95 %% interval %.1f to %.1f)",
                what,
                100 * ratio.value(),
                100 * ratio.low(),
                100 * ratio.high());
    }

    private static Map<String, Object> document(DirectoryBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("connections", result.connections());
        result.measured().forEach((kind, measured) -> {
            String name = kind.name().toLowerCase(Locale.ROOT);
            document.put(name + "PerSecond", measured.latencies().perSecond());
            document.put(name + "P50Millis", measured.latencies().p50());
            document.put(name + "ServerMillis", measured.processorMillis());
        });
        document.put("ratio", result.ofBare().value());
        document.put("ratioLow", result.ofBare().low());
        document.put("ratioHigh", result.ofBare().high());
        document.put("ratioOfSearched", result.ofSearched().value());
        document.put("ratioByProcessorTime", result.ofBareByProcessorTime());
        return document;
    }
}
