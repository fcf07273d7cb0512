package dev.writeback.agent.policy;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is allowed: of a local file, or of one that was narrowed. Immutable; there is no way to widen one. */
record Rules(Switches switches, Scope scope, Rates perUser, Rates perAgent) {
    private static final OperationSettings NOTHING = new OperationSettings(false, false, false, false, false);

    /** What the local file allows. */
    static Rules of(AgentConfig local) {
        Set<String> byPrincipalName = local.directories().stream()
                .filter(DirectorySettings::allowUserPrincipalName)
                .map(DirectorySettings::name)
                .collect(Collectors.toSet());
        Scope scope = new Scope(
                local.directories().stream()
                        .collect(Collectors.toMap(
                                DirectorySettings::name,
                                directory -> new Scope.Subtrees(
                                        directory.scope().include(),
                                        directory.scope().exclude()))),
                byPrincipalName);
        return new Rules(
                Switches.of(local.operations(), !byPrincipalName.isEmpty()),
                scope,
                Rates.of(local.limits().perUser()),
                Rates.of(local.limits().perAgent()));
    }

    /** What both allow: the narrower, member by member (PWB/1, section 4). */
    Rules and(TenantSwitches tenant) {
        return and(tenant.operations(), tenant.perUser(), tenant.perAgent());
    }

    /** The same with every operation off. */
    Rules closed() {
        return and(NOTHING, Optional.empty(), Optional.empty());
    }

    private Rules and(OperationSettings operations, Optional<Rate> user, Optional<Rate> agent) {
        return new Rules(switches.and(operations), scope, perUser.and(user), perAgent.and(agent));
    }
}
