package dev.writeback.agent.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of {@code /metrics}. Only the second one has exemplars. */
enum ExpositionFormat {
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** What a client wants that says {@code Accept: accept}: OpenMetrics when it is asked for and nothing rather than it. */
    static ExpositionFormat of(@Nullable String accept) {
        if (accept == null) {
            return TEXT;
        }
        double openMetrics = 0;
        double text = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip();
            if (type.equals(OPEN_METRICS_TYPE) && isKnownVersion(parts)) {
                openMetrics = Math.max(openMetrics, weight(parts));
            } else if (type.equals("text/plain") || type.equals("text/*")) {
                text = Math.max(text, weight(parts));
            }
        }
        return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : TEXT;
    }

    /** 0.0.1 was the draft; what is sent is good for both. */
    private static boolean isKnownVersion(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("version=") && !parameter.matches("version=\"?(1\\.0\\.0|0\\.0\\.1)\"?")) {
                return false;
            }
        }
        return true;
    }

    private static double weight(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.startsWith("q=")) {
                return parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(parameter.substring(2))
                        : 0;
            }
        }
        return 1;
    }
}
