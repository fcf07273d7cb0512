package dev.writeback.agent.cli;

import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.keys.KeyStorageException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into a message for its user and an exit code. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        err.println("writeback: " + message(e));
        if (WritebackCommand.isDebug(command)) {
            e.printStackTrace(err);
        } else if (isUnexpected(e)) {
            err.println("Run again with --debug to see where it failed.");
        }
        err.flush();
        return exitCode(e);
    }

    private static String message(Exception e) {
        return isUnexpected(e) ? "unexpected failure: " + e : String.valueOf(e.getMessage());
    }

    private static boolean isUnexpected(Exception e) {
        return !(e instanceof CommandException || isMisconfiguration(e));
    }

    private static boolean isMisconfiguration(Exception e) {
        return e instanceof ConfigException
                || e instanceof KeyStorageException
                || e instanceof SecretUnavailableException;
    }

    private static int exitCode(Exception e) {
        if (e instanceof CommandException failure) {
            return failure.exitCode();
        }
        return isMisconfiguration(e) ? ExitCodes.CONFIGURATION : ExitCodes.FAILED;
    }
}
