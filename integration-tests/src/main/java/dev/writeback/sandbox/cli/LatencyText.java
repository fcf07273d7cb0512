package dev.writeback.sandbox.cli;

import dev.writeback.sandbox.bench.Latencies;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the benches of the road print what they have measured. */
final class LatencyText {
    private LatencyText() {}

    static String line(String what, Latencies measured) {
        return String.format(
                Locale.ROOT,
                "%-30s %,8.0f per second   p50 %7.1f ms   p99 %7.1f ms",
                what,
                measured.perSecond(),
                measured.p50(),
                measured.p99());
    }

    static Map<String, Object> document(Latencies measured) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("count", measured.count());
        document.put("perSecond", measured.perSecond());
        document.put("p50Millis", measured.p50());
        document.put("p99Millis", measured.p99());
        return document;
    }
}
