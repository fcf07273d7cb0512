package dev.writeback.agent.config;

import java.util.Optional;

/**
 * Where records go beside the file.
 *
 * @param syslog a collector, over TLS
 * @param eventLog the Windows event log
 */
public record AuditSinks(Optional<SyslogSettings> syslog, boolean eventLog) {
    /** Nowhere. */
    public static final AuditSinks NONE = new AuditSinks(Optional.empty(), false);
}
