package dev.writeback.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGHUP, by which service managers ask a daemon to read its configuration again. Without a handler it would end the
 * process.
 */
final class HangUp {
    private static final Logger log = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /**
     * Runs {@code reload} at each signal, on a thread of the virtual machine's own.
     *
     * <p>{@code sun.misc.Signal} is one of the internal interfaces that JEP 260 keeps for want of another (module
     * jdk.unsupported).
     */
    static void onSignal(Runnable reload) {
        try {
            Signal.handle(new Signal("HUP"), signal -> reload.run());
        } catch (IllegalArgumentException e) {
            log.atDebug().setMessage("this system knows no SIGHUP, or keeps it").log();
        }
    }
}
