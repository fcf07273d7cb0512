package dev.writeback.agent;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.audit.AuditUnusableException;
import dev.writeback.agent.audit.syslog.SyslogSink;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Clock;

/** Opens the audit that the configuration names, with the sinks beside it. */
final class AuditOpening {
    private AuditOpening() {}

    static AuditLog open(AgentConfig config, AgentTrust trust, Clock clock) throws StartException {
        try {
            AuditLog audit = AuditLog.open(
                    config.audit(),
                    config.agent().id(),
                    () -> trust.confirmed().newestLive(KeyUse.SIG, clock.instant()),
                    clock,
                    SteadyClock.startingAt(clock),
                    Thread::new);
            config.audit()
                    .sinks()
                    .syslog()
                    .ifPresent(settings -> audit.to(new SyslogSink(settings, Version.CURRENT), Thread::new));
            return audit;
        } catch (AuditUnusableException e) {
            throw StartException.misconfigured("audit.file", e);
        }
    }
}
