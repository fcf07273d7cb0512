package dev.writeback.agent.audit;

import java.io.IOException;

/** A place beside the file to which records are sent, in their order. Called by one thread of its own; may block. */
public interface AuditSink extends AutoCloseable {
    /** Such as {@code syslog}, for logs and metrics. */
    String name();

    /**
     * Sends one record; returns when it is taken.
     *
     * @throws IOException when it is not; the same record is given again after a while
     */
    void write(AuditRecord record) throws IOException;

    /** Closes what is open. Never fails. */
    @Override
    void close();
}
