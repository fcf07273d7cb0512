package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.agent.cli.OutputOption;
import dev.writeback.sandbox.bench.EnvelopeBench;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback bench envelope}. */
@Command(
        name = "envelope",
        description = "The warm full decode of a reset for two recipients, beside the cost of its cryptography alone.")
final class BenchEnvelopeCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Option(names = "--seconds", description = "Processor time of each of five rounds (default: 1)")
    private int seconds = 1;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        EnvelopeBench.Result result = new EnvelopeBench().run(Duration.ofSeconds(Math.max(1, seconds)));
        PrintWriter out = console.out();
        out.println(output.isJson() ? Json.line(document(result)) : text(result));
        out.flush();
        return ExitCodes.DONE;
    }

    private static String text(EnvelopeBench.Result result) {
        return String.format(
                Locale.ROOT,
                "full decode of a reset for two recipients (%,d bytes)   %,8.0f per CPU-second%n"
                        + "its cryptography alone, the limit                     %,8.0f per CPU-second%n"
                        + "   key agreement, point check, unwrapping (two of)    %,8.0f per CPU-second%n"
                        + "   ES256 verification (one of)                        %,8.0f per CPU-second%n"
                        + "the decode reaches %.0f %% of its limit",
                result.bodyBytes(),
                result.decodes(),
                result.limit(),
                result.keyAgreements(),
                result.verifications(),
                100 * result.ratio());
    }

    private static Map<String, Object> document(EnvelopeBench.Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("decodesPerCpuSecond", result.decodes());
        document.put("limitPerCpuSecond", result.limit());
        document.put("ratio", result.ratio());
        document.put("keyAgreementsPerCpuSecond", result.keyAgreements());
        document.put("verificationsPerCpuSecond", result.verifications());
        document.put("bodyBytes", result.bodyBytes());
        return document;
    }
}
