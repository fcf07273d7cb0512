package dev.writeback.sandbox.cli;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.sandbox.bench.RoadBench;
import dev.writeback.sandbox.cloud.CloudClient;
import dev.writeback.sandbox.cloud.CloudConfigLoader;
import dev.writeback.sandbox.cloud.CloudException;
import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteException;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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
    private static final Duration UNTIL_READY = Duration.ofSeconds(30);

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
        ServerNoise.silence();
        int port = Site.freePort();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (Interruption signals = Interruption.listen();
                TemporaryFolder folder = TemporaryFolder.create("writeback-bench");
                Site site = Site.open(SiteSettings.in(folder.path(), port).withoutLimits(), clock, random);
                AgentProcess agent = agentCommand.get().start(site.agentConfig(), site.file("agent.log"));
                CloudClient cloud = CloudClient.connect(
                        new CloudConfigLoader(System::getenv).load(site.cloudConfig()), clock, random)) {
            agent.awaitReady(new AgentHttp(port), UNTIL_READY);
            print(new RoadBench(site, cloud).run(concurrency, count));
            return ExitCodes.DONE;
        } catch (SiteException
                | ConfigException
                | CloudException
                | RelayException
                | ExecutionException
                | LDAPException
                | GeneralSecurityException
                | IllegalStateException e) {
            throw CommandException.failed("the measurement did not work: " + e.getMessage(), e);
        }
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
