package dev.writeback.sandbox.cli;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.DirectoryBench;
import dev.writeback.sandbox.bench.Latencies;
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
                "Resets by the adapter on a Samba AD of its own, beside bare Modify operations on the same server.")
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

    @Option(names = "--count", paramLabel = "N", description = "Writes of each kind in a run (default: 400)")
    private int count = 400;

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
            DirectoryBench bench = new DirectoryBench(server);
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
                out.println(text("reset by the adapter", result.adapter()));
                out.println(text("bare Modify, the limit", result.bare()));
                out.println(
                        String.format(Locale.ROOT, "the adapter reaches %.1f %% of its limit", 100 * result.ratio()));
            }
        }
        out.flush();
    }

    private static String text(String what, Latencies measured) {
        return String.format(
                Locale.ROOT,
                "%-24s %,8.1f per second   p50 %7.1f ms   p99 %7.1f ms",
                what,
                measured.perSecond(),
                measured.p50(),
                measured.p99());
    }

    private static Map<String, Object> document(DirectoryBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("connections", result.connections());
        document.put("adapterPerSecond", result.adapter().perSecond());
        document.put("barePerSecond", result.bare().perSecond());
        document.put("adapterP50Millis", result.adapter().p50());
        document.put("bareP50Millis", result.bare().p50());
        document.put("ratio", result.ratio());
        return document;
    }
}
