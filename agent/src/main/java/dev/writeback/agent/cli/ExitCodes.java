package dev.writeback.agent.cli;

/** What the process answers. */
public final class ExitCodes {
    /** Done. */
    public static final int DONE = 0;
    /** The work failed. */
    public static final int FAILED = 1;
    /** Wrong usage; nothing was done. */
    public static final int USAGE = 2;
    /** EX_CONFIG of sysexits.h: a service manager must not restart on it. */
    public static final int CONFIGURATION = 78;

    private ExitCodes() {}
}
