package dev.writeback.agent.audit.eventlog;

/**
 * Writes entries to the log "Application" of this Windows. The source is registered at installation, with the message file of
 * .NET, which shows the text alone for every id: without one the log says that it finds no description.
 *
 * <p>Thread-safe: ReportEvent is, and a handle is used by nobody any more once it is closed.
 */
public final class WindowsEventLog implements AutoCloseable {
    /** The source under which the entries stand. */
    public static final String SOURCE = "WritebackAgent";

    /** ReportEvent refuses longer strings. */
    static final int MOST_CHARACTERS = 31_839;

    private static final int GREATEST_ID = 0xFFFF;
    private static final int NO_CATEGORY = 0;
    private static final String CUT = " [...]";

    private final EventLogApi windows;
    private final Object handle;
    private boolean open = true;

    WindowsEventLog(EventLogApi windows) throws EventLogException {
        this.windows = windows;
        this.handle = windows.register(SOURCE);
    }

    /**
     * The log of this machine.
     *
     * @throws EventLogException where this is not Windows, or the log cannot be opened
     */
    public static WindowsEventLog open() throws EventLogException {
        return new WindowsEventLog(new WindowsEventLogApi());
    }

    /**
     * Writes one entry.
     *
     * @param id 0 to 65,535
     * @param text what is shown, cut where Windows would refuse it for its length
     * @throws EventLogException when it is not in the log: Windows refuses it, or this was closed
     */
    public synchronized void report(EventSeverity severity, int id, String text) throws EventLogException {
        if (id < 0 || id > GREATEST_ID) {
            throw new IllegalArgumentException("event id " + id + "; accepted: 0 to " + GREATEST_ID);
        }
        if (!open) {
            throw new EventLogException("the event log was closed");
        }
        windows.report(handle, severity.type(), NO_CATEGORY, id, shown(text));
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            windows.close(handle);
        }
    }

    /** The viewer would put a string in the place of a %1 within one, and a NUL ends it. */
    private static String shown(String text) {
        String whole = text.replace('\0', ' ').replaceAll("%(?=[0-9])", "% ");
        if (whole.length() <= MOST_CHARACTERS) {
            return whole;
        }
        int end = MOST_CHARACTERS - CUT.length();
        return whole.substring(0, Character.isHighSurrogate(whole.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
