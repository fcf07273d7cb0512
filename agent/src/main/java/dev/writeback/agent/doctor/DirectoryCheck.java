package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Discovery;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.rights.Right;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The way to one directory: its servers, TLS, clocks and the bind, then the rights of the service account. The servers are
 * reached at the same time and bound to one after the other, so that a refusal is known before the next attempt.
 */
final class DirectoryCheck {
    /** As many as the agent keeps under watch. */
    private static final int MOST_SERVERS = 8;

    private static final Duration REACH_LIMIT = Duration.ofSeconds(20);

    private final DirectorySettings settings;
    private final String key;
    private final DirectoryInspector inspector;
    private final Set<Right> needed;
    private final Optional<UserCheck> user;
    private final BindTurns turns;
    private final Clock clock;

    /**
     * @param key the full key of the directory's section
     * @param needed rights
     * @param user to be looked at too
     * @param turns of all directories of this run
     */
    DirectoryCheck(
            DirectorySettings settings,
            String key,
            DirectoryInspector inspector,
            Set<Right> needed,
            Optional<UserCheck> user,
            BindTurns turns,
            Clock clock) {
        this.settings = settings;
        this.key = key;
        this.inspector = inspector;
        this.needed = needed;
        this.user = user;
        this.turns = turns;
        this.clock = clock;
    }

    static String nameOf(DirectorySettings settings) {
        return "directory " + settings.name();
    }

    Check look() {
        Discovery discovery = inspector.discover();
        List<Check> parts = new ArrayList<>(new DiscoveryCheck(key).of(discovery));
        List<Endpoint> servers =
                discovery.servers().stream().limit(MOST_SERVERS).toList();
        List<SeenServer> seen = servers.stream()
                .map(server -> new SeenServer(server, settings, key, inspector, clock))
                .toList();
        try {
            List<Check> reached = Examinations.run(
                    seen.stream()
                            .map(server -> new Examination(server.name(), server::reach))
                            .toList(),
                    REACH_LIMIT);
            parts.addAll(entered(seen, reached));
            parts.addAll(beyond(seen.stream().filter(SeenServer::isUsable).findFirst()));
        } finally {
            seen.forEach(SeenServer::close);
        }
        if (discovery.servers().size() > servers.size()) {
            parts.add(Check.note(
                    "other servers", (discovery.servers().size() - servers.size()) + " more were not looked at"));
        }
        return Check.of(nameOf(settings), settings.baseDn().toString(), parts);
    }

    private List<Check> entered(List<SeenServer> servers, List<Check> reached) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            SeenServer server = servers.get(i);
            checks.add(reached.get(i).with(turns.enter(inspector.account(), server)));
        }
        boolean someClockAgrees = servers.stream().anyMatch(SeenServer::clockAgrees);
        boolean another = servers.stream().anyMatch(SeenServer::isUsable);
        List<Check> judged = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Check check = checks.get(i).with(servers.get(i).clockLine(someClockAgrees));
            // The agent passes over a server that is of no use while there is another.
            judged.add(another && !servers.get(i).isUsable() ? check.softened() : check);
        }
        return judged;
    }

    private List<Check> beyond(Optional<SeenServer> server) {
        if (server.isEmpty()) {
            return Stream.concat(
                            Stream.of(Check.note(RightsCheck.NAME, "not checked: no server could be asked")),
                            user.stream().map(each -> each.unasked()))
                    .toList();
        }
        ServerVisit visit = server.get().visit();
        List<String> parts = settings.scope().include().stream()
                .map(DistinguishedName::toString)
                .toList();
        List<Check> checks = new ArrayList<>();
        checks.add(visit.rights(parts)
                .map(preflight ->
                        new RightsCheck(needed, settings.scope().exclude()).of(inspector.account(), preflight))
                .orElseGet(() -> Check.note(
                        RightsCheck.NAME,
                        "not checked: a directory of the type standard shows its access rules to nobody; see"
                                + " docs/operations.md, Standard LDAP")));
        user.ifPresent(each -> checks.add(each.of(settings, visit)));
        return checks;
    }
}
