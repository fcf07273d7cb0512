package dev.writeback.agent;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.audit.AuditSink;
import dev.writeback.agent.audit.AuditUnusableException;
import dev.writeback.agent.audit.eventlog.EventLogSink;
import dev.writeback.agent.audit.syslog.SyslogSink;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AuditSinks;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Opens the audit that the configuration names, with the sinks beside it. */
final class AuditOpening {
    private AuditOpening() {}

    static AuditLog open(AgentConfig config, AgentTrust trust, Clock clock) throws StartException {
        try {
            return AuditLog.open(
                    config.audit(),
                    config.agent().id(),
                    () -> trust.confirmed().newestLive(KeyUse.SIG, clock.instant()),
                    sinks(config.audit().sinks()),
                    clock,
                    SteadyClock.startingAt(clock),
                    Thread::new);
        } catch (AuditUnusableException e) {
            throw e.isMisconfigured()
                    ? StartException.misconfigured("audit.file", e)
                    : StartException.failed("audit.file", e);
        }
    }

    private static List<AuditSink> sinks(AuditSinks wanted) {
        List<AuditSink> sinks = new ArrayList<>();
        wanted.syslog().ifPresent(settings -> sinks.add(new SyslogSink(settings, Version.CURRENT)));
        if (wanted.eventLog()) {
            sinks.add(new EventLogSink());
        }
        return sinks;
    }
}
