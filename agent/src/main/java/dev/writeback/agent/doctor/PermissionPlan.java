package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.rights.GrantPlan;
import dev.writeback.directory.rights.Trustee;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What is to be granted in one directory.
 *
 * @param directory its configured name
 * @param trustee who gets it
 * @param plan empty for a directory that is not granted rights in this way
 */
public record PermissionPlan(String directory, Trustee trustee, Optional<GrantPlan> plan) {
    /**
     * Plans for a directory of the configuration. Asks the directory for the SID of its service account where that can be
     * had, with one bind at most.
     *
     * @param account who gets the rights; empty for the configured service account
     * @throws IllegalArgumentException when nobody is named whom a directory would know
     */
    public static PermissionPlan of(
            DirectorySettings settings,
            OperationSettings operations,
            Optional<Trustee> account,
            Inspectors inspectors,
            Clock clock) {
        List<String> parts = settings.scope().include().stream()
                .map(DistinguishedName::toString)
                .toList();
        Optional<GrantPlan> plan = settings.standard().isPresent()
                ? Optional.empty()
                : Optional.of(GrantPlan.of(NeededRights.of(operations), parts));
        Trustee trustee = account.orElseGet(() -> named(inspectors.of(settings, clock), plan.isPresent()));
        return new PermissionPlan(settings.name(), trustee, plan);
    }

    private static Trustee named(DirectoryInspector inspector, boolean ask) {
        Optional<String> sid = ask ? sid(inspector) : Optional.empty();
        return Trustee.parse(sid.orElseGet(inspector::account));
    }

    /** The first server that knows us; none is asked after one that refuses us. */
    private static Optional<String> sid(DirectoryInspector inspector) {
        for (Endpoint server : inspector.discover().servers()) {
            try (ServerVisit visit = inspector.visit(server)) {
                if (!visit.tls().isOpen()) {
                    continue;
                }
                return visit.bind().isBound() && visit.server().unusable().isEmpty()
                        ? visit.ownSid()
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
