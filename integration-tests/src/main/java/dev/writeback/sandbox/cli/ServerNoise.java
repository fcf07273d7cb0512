package dev.writeback.sandbox.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the embedded servers and the clients beside them warn of in plain operation. */
final class ServerNoise {
    private static final List<String> TALKERS = List.of("org.apache", "com.azure", "io.netty", "reactor");

    private ServerNoise() {}

    /** From now on this process shows their errors alone; the agent has a process and a log of its own. */
    static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            TALKERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        }
    }
}
