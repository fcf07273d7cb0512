package dev.writeback.agent.service;

import dev.writeback.agent.http.Readiness;
import java.util.stream.Collectors;

/** What {@code systemctl status} shows of the readiness: one line, which is not endless. */
final class StatusLine {
    private static final int LONGEST = 300;

    private StatusLine() {}

    static String of(Readiness readiness) {
        if (readiness.ready()) {
            return "ready";
        }
        String parts = readiness.components().stream()
                .filter(part -> !part.ready())
                .map(part -> part.name() + ": " + part.detail())
                .collect(Collectors.joining("; "))
                .replaceAll("\\p{Cntrl}+", " ");
        String line = parts.isEmpty() ? "not ready" : "not ready: " + parts;
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
