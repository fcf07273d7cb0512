package dev.writeback.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logback's configuration, found by its service loader before any file: no {@code logback.xml} on the class path and no
 * {@code -Dlogback.configurationFile} is looked at. Until {@link AgentLogging#start} there are warnings alone, on standard
 * error, so that a command's output stays its own.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogbackSetup extends ContextAwareBase implements Configurator {
    static final String OURS = "dev.writeback";

    private static final String APPENDER = "console";

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
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(console(context, target));
        root.setLevel(Level.WARN);
        context.getLogger(PROBED).setLevel(Level.ERROR);
        context.getLogger(CONNECTING).setLevel(Level.ERROR);
        context.getLogger(OURS).setLevel(level);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String target) {
        LogfmtLayout layout = new LogfmtLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(java.nio.charset.StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget(target);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
