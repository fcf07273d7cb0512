package dev.writeback.agent.doctor;

import dev.writeback.directory.inspection.Discovery;
import java.util.ArrayList;
import java.util.List;

/**
 * What DNS says of a domain's controllers.
 *
 * @param key the full key of the directory's section
 */
record DiscoveryCheck(String key) {
    /** Nothing where the configuration names the servers. */
    List<Check> of(Discovery discovery) {
        List<Check> lines = new ArrayList<>();
        for (Discovery.Query query : discovery.queries()) {
            lines.add(of(query, discovery.servers().isEmpty()));
        }
        if (!discovery.leftOut().isEmpty()) {
            lines.add(Check.warning(
                    "left out",
                    "DNS names hosts outside of the domain: " + discovery.leftOut(),
                    "list such controllers in " + key + ".servers in place of the domain, or correct the DNS"));
        }
        return lines.isEmpty() ? List.of() : List.of(Check.of("DNS", "SRV records", lines));
    }

    private Check of(Discovery.Query query, boolean nobody) {
        String advice = "correct " + key
                + ".domain or site; if they are right, let this host ask a name server of the domain, or"
                + " name one in " + key + ".nameServer";
        if (query.failure().isPresent()) {
            return Check.failure(query.service(), query.failure().get(), advice);
        }
        if (!query.hosts().isEmpty()) {
            return Check.ok(query.service(), String.join(", ", query.hosts()));
        }
        return nobody
                ? Check.failure(query.service(), "no record of that name", advice)
                : Check.warning(query.service(), "no record of that name", advice);
    }
}
