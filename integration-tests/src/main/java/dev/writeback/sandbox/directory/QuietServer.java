package dev.writeback.sandbox.directory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ApacheDS's warnings to itself: at each start that its own administrator has the default password (who cannot bind
 * here), and at each connection that a client simply closes. Errors stay.
 */
final class QuietServer {
    private QuietServer() {}

    static void quieten() {
        for (String name : new String[] {"org.apache.directory", "org.apache.mina"}) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
                logger.setLevel(Level.ERROR);
            }
        }
    }
}
