package dev.writeback.agent.status;

import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.http.Readiness.Component;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.directory.DirectoryHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A document of an agent that is well, for tests to bend. */
public final class StatusDocuments {
    public static final Instant NOW = Instant.parse("2026-11-30T03:12:05Z");

    public List<Component> components = new ArrayList<>(List.of(
            new Component("relay", true, "UP: the relay answers"),
            new Component("directory.corp", true, "dc1:636: answers"),
            new Component("journal", true, "3 entries"),
            new Component("audit", true, "3 records"),
            new Component("clock", true, "as the directory's"),
            new Component("intake", true, "open"),
            new Component("operations", true, "reset"),
            new Component("configuration", true, "of 2026-11-27T03:12:05Z"),
            new Component("keys", true, "live")));
    public List<DirectoryHealth.Server> servers =
            List.of(new DirectoryHealth.Server("dc1:636", true, "answers", Optional.empty()));
    public Set<IntakeGate.Cause> intake = Set.of();
    public Optional<Instant> heartbeat = Optional.of(NOW.minusSeconds(41));
    public Duration uptime = Duration.ofDays(3);
    public boolean rolling;
    public long keyDaysLeft = 90;
    public Optional<String> closed = Optional.empty();
    public boolean paused;
    public OptionalLong refusedEpoch = OptionalLong.empty();
    public Optional<LastCanary.Seen> canary = Optional.empty();
    public Optional<String> refused = Optional.empty();
    public List<RecentOperations.Entry> operations = List.of();

    /** That part is not ready. */
    public StatusDocuments without(String component, String detail) {
        components.replaceAll(one -> one.name().equals(component) ? new Component(component, false, detail) : one);
        return this;
    }

    public StatusDocument document() {
        return new StatusDocument(
                NOW,
                new StatusDocument.Identity("hq-1", "1.2.3", NOW.minus(uptime), uptime),
                new Readiness(components),
                new RelayHealth(RelayHealth.State.UP, Optional.of(NOW.minusSeconds(3)), 2, "the relay answers"),
                heartbeat,
                List.of(new DirectoryHealth("corp", servers, Optional.of(Duration.ofMillis(212)))),
                new StatusDocument.Keys(true, rolling, List.of(key("enc"), key("sig"))),
                new StatusDocument.Switches(
                        paused,
                        closed,
                        7,
                        refusedEpoch,
                        "digest",
                        List.of(
                                new StatusDocument.OperationSwitch("reset", !paused, true, Optional.of(true)),
                                new StatusDocument.OperationSwitch("change", false, true, Optional.of(false)),
                                new StatusDocument.OperationSwitch("unlock", false, false, Optional.empty()))),
                intake,
                3,
                canary,
                Optional.of(new StatusDocument.Configuration(NOW.minus(Duration.ofDays(3)), refused)),
                operations);
    }

    private StatusDocument.Key key(String use) {
        return new StatusDocument.Key(
                "kid-" + use, use, "confirmed", NOW.minus(Duration.ofDays(90)), NOW.plus(Duration.ofDays(keyDaysLeft)));
    }
}
