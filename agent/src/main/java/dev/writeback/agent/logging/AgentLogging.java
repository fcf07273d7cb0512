package dev.writeback.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.writeback.agent.config.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts the log of a running agent. */
public final class AgentLogging {
    private AgentLogging() {}

    /** From now on our packages log at {@code level} and libraries their warnings, all on standard output. */
    public static void start(LogLevel level) {
        LogbackSetup.apply(context(), Level.valueOf(level.name()), "System.out");
        bridgeJavaUtilLogging();
    }

    /**
     * As above, to {@code file}, for a system whose services have no standard output. At 10 MB it becomes {@code file.1}, what
     * was {@code file.1} becomes {@code file.2}, and of those five are kept.
     *
     * @throws IOException when the file cannot be opened
     */
    public static void start(LogLevel level, Path file) throws IOException {
        LogbackSetup.apply(context(), Level.valueOf(level.name()), file);
        bridgeJavaUtilLogging();
    }

    private static LoggerContext context() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException("another logging backend than Logback is on the class path");
    }

    /** From now on nobody logs: for a command that itself tells what it found. */
    public static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        }
        LogManager.getLogManager().reset();
    }

    /** From now on our packages log at {@code level}; for a log that was started. */
    public static void follow(LogLevel level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(LogbackSetup.OURS).setLevel(Level.valueOf(level.name()));
        }
    }

    private static void bridgeJavaUtilLogging() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        SLF4JBridgeHandler.install();
    }
}
