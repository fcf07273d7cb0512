package dev.writeback.agent.http;

import java.util.stream.Collectors;

/** {@code [+]relay ok: UP} or {@code [-]relay failed: DOWN}, a line for each component, then the verdict. */
final class ReadinessText {
    private ReadinessText() {}

    static String of(Readiness readiness) {
        return readiness.components().stream().map(ReadinessText::of).collect(Collectors.joining())
                + (readiness.ready() ? "readyz check passed\n" : "readyz check failed\n");
    }

    static String of(Readiness.Component component) {
        String verdict =
                component.ready() ? "[+]" + component.name() + " ok: " : "[-]" + component.name() + " failed: ";
        // What a server has said may hold line ends.
        return verdict + component.detail().replaceAll("\\p{Cntrl}+", " ").strip() + "\n";
    }
}
