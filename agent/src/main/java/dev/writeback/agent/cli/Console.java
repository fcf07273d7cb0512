package dev.writeback.agent.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command prints: the writers of its command line, which a test replaces. Used as a mixin. */
@Command
public final class Console {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** For picocli, as a mixin. */
    public Console() {}

    /** Results. Flush it. */
    public PrintWriter out() {
        return line().getOut();
    }

    /** Everything else. Flush it. */
    public PrintWriter err() {
        return line().getErr();
    }

    /** The answer of a command that only holds others. */
    ParameterException missingCommand() {
        return new ParameterException(line(), "a command is missing");
    }

    /** The answer to arguments that do not go together, or mean nothing. */
    ParameterException wrongUsage(String message) {
        return new ParameterException(line(), message);
    }

    private CommandLine line() {
        return Objects.requireNonNull(command).commandLine();
    }
}
