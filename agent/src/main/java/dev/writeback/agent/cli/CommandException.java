package dev.writeback.agent.cli;

/** A command failed for a reason that its user can do something about; the message is all that is shown. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The work failed; trying again may help. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCodes.FAILED, message);
    }

    /** As above, with what it came from. */
    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitCodes.FAILED, message, cause);
    }

    /** Trying again cannot help until the configuration changes. */
    public static CommandException misconfigured(String message, Throwable cause) {
        return new CommandException(ExitCodes.CONFIGURATION, message, cause);
    }

    /** One of {@link ExitCodes}. */
    public int exitCode() {
        return exitCode;
    }
}
