package dev.writeback.agent.audit.eventlog;

/** The functions of Windows that are needed; a test puts a recorder in their place. */
interface EventLogApi {
    /** {@code RegisterEventSource} on this machine: a handle for the others. */
    Object register(String source) throws EventLogException;

    /**
     * {@code ReportEvent}.
     *
     * @param type error, warning or information, as Windows numbers them
     * @param category 0 for none
     * @param id below 65,536: with what Windows shows for it in the message file
     * @param strings what the message has as %1, %2, ...; each at most 31,839 characters
     */
    void report(Object handle, int type, int category, int id, String... strings) throws EventLogException;

    /** {@code DeregisterEventSource}. */
    void close(Object handle);
}
