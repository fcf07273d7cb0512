package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.JournalBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback bench journal}. */
@Command(
        name = "journal",
        description = "Requests that the journal keeps per second, beside the rate of bare fsyncs on the same disk.")
final class BenchJournalCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Option(names = "--in-flight", paramLabel = "N", description = "Requests at a time (default: 16)")
    private int inFlight = 16;

    @Option(names = "--seconds", description = "How long each part is measured (default: 5)")
    private int seconds = 5;

    @Option(names = "--dir", paramLabel = "DIR", description = "On which disk (default: that of the working directory)")
    private Path directory = Path.of("");

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.createIn(directory.toAbsolutePath(), "writeback-bench")) {
            JournalBench.Result result = new JournalBench()
                    .run(folder.path(), Math.max(1, inFlight), Duration.ofSeconds(Math.max(1, seconds)));
            PrintWriter out = console.out();
            out.println(output.isJson() ? Json.line(document(result)) : text(result));
            out.flush();
        }
        return ExitCodes.DONE;
    }

    private String text(JournalBench.Result result) {
        return String.format(
                Locale.ROOT,
                "durable requests, %2d in flight   %,9.0f per second%n"
                        + "durable requests, one at a time  %,9.0f per second%n"
                        + "bare fsyncs on the same disk     %,9.0f per second%n"
                        + "a request waits for two fsyncs; of what bare ones would allow: one at a time %.1f times, %d in flight %.1f"
                        + " times",
                inFlight,
                result.requests(),
                result.alone(),
                result.fsyncs(),
                result.alone() / (result.fsyncs() / 2),
                inFlight,
                result.requests() / (result.fsyncs() / 2));
    }

    private static Map<String, Object> document(JournalBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("requestsPerSecond", result.requests());
        document.put("requestsPerSecondAlone", result.alone());
        document.put("fsyncsPerSecond", result.fsyncs());
        return document;
    }
}
