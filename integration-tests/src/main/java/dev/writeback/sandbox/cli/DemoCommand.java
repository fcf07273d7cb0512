package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.demo.Demo;
import dev.writeback.sandbox.demo.DemoReport;
import dev.writeback.sandbox.demo.StepResult;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.site.SiteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback demo}. */
@Command(
        name = "demo",
        description = {
            "Shows the whole main job, good and bad: an embedded relay and directory, the real agent as a process of its own,"
                    + " and a cloud that sends each operation. Each result is checked against the directory itself."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every step went as expected", "1:a step did not", "2:wrong usage"})
public final class DemoCommand implements Callable<Integer> {
    private final Supplier<AgentCommand> agent;

    @Mixin
    private final Console console = new Console();

    @Option(names = "--keep-running", description = "Leaves everything up until interrupted, and says where it is")
    private boolean keepRunning;

    @Mixin
    private final OutputOption output = new OutputOption();

    /**
     * The command.
     *
     * @param agent how an agent is started
     */
    public DemoCommand(Supplier<AgentCommand> agent) {
        this.agent = agent;
    }

    @Override
    public Integer call() throws InterruptedException, IOException, CommandException {
        PrintWriter out = console.out();
        PrintWriter err = console.err();
        ServerNoise.silence();
        long start = System.nanoTime();
        err.println("starting the relay, the directory and the agent ...");
        try (Interruption signals = Interruption.listen();
                TemporaryFolder folder = TemporaryFolder.create("writeback-demo");
                Demo demo =
                        Demo.start(folder.path(), agent.get().shortLived(), Clock.systemUTC(), new SecureRandom())) {
            err.printf(
                    "the agent was ready %,d ms after its start%n",
                    demo.untilReady().toMillis());
            DemoReport report = run(demo, out, start);
            if (keepRunning) {
                demo.leaveRepliesToOthers();
                tellWhere(demo, err);
                Interruption.await();
            }
            return report.failed() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
        } catch (SiteException | ConfigException | CloudException | RelayException | IllegalStateException e) {
            throw CommandException.failed("the demonstration did not work: " + e.getMessage(), e);
        }
    }

    private DemoReport run(Demo demo, PrintWriter out, long start) throws InterruptedException {
        DemoTable table = new DemoTable(out);
        boolean text = !output.isJson();
        if (text) {
            table.head();
        }
        List<StepResult> results = demo.run(text ? table::row : result -> {});
        DemoReport report = new DemoReport(results, (System.nanoTime() - start) / 1_000_000);
        if (text) {
            table.summary(report);
        } else {
            out.println(Json.line(DemoTable.document(report)));
            out.flush();
        }
        return report;
    }

    private static void tellWhere(Demo demo, PrintWriter err) {
        Path config = demo.site().cloudConfig();
        err.println();
        err.println("Everything is still running, until you press Ctrl-C:");
        err.println("  all files         " + config.getParent());
        err.println("  agent             " + demo.http().root() + "/readyz, /livez, /metrics");
        demo.site().directory().ifPresent(directory -> err.println("  directory         " + directory.url()));
        err.println("  send to it        ./writeback cloud send --config " + config + " ping");
        err.flush();
    }
}
