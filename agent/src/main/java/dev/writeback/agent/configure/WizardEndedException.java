package dev.writeback.agent.configure;

/** Whoever sat at the terminal has ended it; nothing was written. */
public final class WizardEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WizardEndedException() {
        super("ended before the end; nothing was written");
    }
}
