package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line with its output kept, and a launcher that only notes what it was called with. */
final class CommandLineRun {
    final List<AgentConfig> launched = new ArrayList<>();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line;

    CommandLineRun() {
        this(config -> ExitCodes.DONE);
    }

    CommandLineRun(AgentLauncher launcher) {
        line = WritebackCommand.create(
                config -> {
                    launched.add(config.config());
                    return launcher.run(config);
                },
                settings -> {
                    throw new AssertionError("nobody looks into a directory here");
                },
                (settings, clock) -> {
                    throw new IllegalArgumentException("no directory is looked at in these tests");
                },
                "1.2.3");
        keepOutput();
    }

    private void keepOutput() {
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    /** What another module does. */
    void add(Object subcommand) {
        WritebackCommand.withErrors(line.addSubcommand(subcommand));
        keepOutput();
    }

    CommandLine line() {
        return line;
    }

    int run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return line.execute(texts);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
