package dev.writeback.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a configuration that a running agent can follow. */
record LiveParts(AgentConfig whole) {
    static LiveParts of(AgentConfig config) {
        return new LiveParts(config);
    }

    /** {@code running} with these parts in place of its own; empty when they belong to other directories. */
    Optional<AgentConfig> in(AgentConfig running) {
        List<DirectorySettings> mine = whole.directories();
        List<DirectorySettings> theirs = running.directories();
        if (mine.size() != theirs.size()) {
            return Optional.empty();
        }
        List<DirectorySettings> directories = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            if (!mine.get(i).baseDn().equals(theirs.get(i).baseDn())) {
                return Optional.empty();
            }
            directories.add(in(theirs.get(i), mine.get(i)));
        }
        return Optional.of(new AgentConfig(
                new AgentSettings(
                        running.agent().id(),
                        running.agent().stateDirectory(),
                        whole.agent().logLevel(),
                        whole.agent().standby(),
                        running.agent().checkFileModes()),
                running.cloud(),
                running.keys(),
                running.relay(),
                directories,
                whole.operations(),
                new LimitSettings(
                        whole.limits().perUser(),
                        whole.limits().perAgent(),
                        running.limits().inFlight()),
                running.http(),
                running.audit(),
                running.canary()));
    }

    private static DirectorySettings in(DirectorySettings running, DirectorySettings mine) {
        return new DirectorySettings(
                running.name(),
                running.servers(),
                running.baseDn(),
                running.caFile(),
                running.bind(),
                mine.scope(),
                running.connectTimeout(),
                running.responseTimeout(),
                running.poolSize(),
                running.requireHistoryOnReset(),
                mine.allowUserPrincipalName(),
                running.verifyReplication(),
                running.standard());
    }
}
