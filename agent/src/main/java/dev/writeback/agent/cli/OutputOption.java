package dev.writeback.agent.cli;

import picocli.CommandLine.Option;

/** {@code --output text|json}. */
public final class OutputOption {
    /** The forms of a command's output. */
    public enum Form {
        /** For people. */
        text,
        /** For scripts: one JSON document. */
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Form form = Form.text;

    /** For picocli, as a mixin. */
    public OutputOption() {}

    /** Whether a script reads the output. */
    public boolean isJson() {
        return form == Form.json;
    }
}
