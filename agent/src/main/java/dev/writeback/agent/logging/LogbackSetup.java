package dev.writeback.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Logback's configuration, found by its service loader before any file: no {@code logback.xml} on the class path and no
 * {@code -Dlogback.configurationFile} is looked at. Until {@link AgentLogging#start} there are warnings alone, on standard
 * error, so that a command's output stays its own.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogbackSetup extends ContextAwareBase implements Configurator {
    static final String OURS = "dev.writeback";

    private static final String APPENDER = "log";
    private static final FileSize FILE_SIZE = new FileSize(10 * FileSize.MB_COEFFICIENT);
    private static final int OLDER_FILES = 5;

    /** Warns at every health probe: a look into an empty queue is answered with "no content", which it finds odd. */
    private static final String PROBED = "com.azure.messaging.servicebus.ServiceBusMessageSerializer";

    /** Warns of each step of an ordinary connection; what ends one is told by our own transport. */
    private static final String CONNECTING = "com.azure.core.amqp.implementation.MessageFlux";

    /** For the service loader. */
    public LogbackSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, Level.WARN, "System.err");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Libraries warn at most; only our own packages follow {@code level}. */
    static void apply(LoggerContext context, Level level, String target) {
        apply(context, level, console(context, target));
    }

    /**
     * As above, to a file that others cannot read.
     *
     * @throws IOException when it cannot be opened
     */
    static void apply(LoggerContext context, Level level, Path file) throws IOException {
        if (file.toString().indexOf('%') >= 0) {
            throw new IOException("its path has a %, which stands for something in the names of older files");
        }
        OwnersFileAppender appender = new OwnersFileAppender();
        appender.keepFromOthers(file);
        // Logback would only say so to itself.
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
        apply(context, level, rollingFile(appender, context, file));
    }

    private static void apply(LoggerContext context, Level level, Appender<ILoggingEvent> appender) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger(PROBED).setLevel(Level.ERROR);
        context.getLogger(CONNECTING).setLevel(Level.ERROR);
        context.getLogger(OURS).setLevel(level);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String target) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget(target);
        appender.setEncoder(encoder(context));
        appender.start();
        return appender;
    }

    private static OwnersFileAppender rollingFile(OwnersFileAppender appender, LoggerContext context, Path file) {
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context));
        FixedWindowRollingPolicy naming = new FixedWindowRollingPolicy();
        naming.setContext(context);
        naming.setParent(appender);
        naming.setFileNamePattern(file + ".%i");
        naming.setMinIndex(1);
        naming.setMaxIndex(OLDER_FILES);
        naming.start();
        appender.setRollingPolicy(naming);
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FILE_SIZE);
        size.setCheckIncrement(Duration.buildBySeconds(1));
        size.start();
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        LogfmtLayout layout = new LogfmtLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(java.nio.charset.StandardCharsets.UTF_8);
        encoder.start();
        return encoder;
    }
}
