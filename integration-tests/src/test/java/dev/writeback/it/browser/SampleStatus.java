package dev.writeback.it.browser;

import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.http.Readiness.Component;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.status.LastCanary;
import dev.writeback.agent.status.RecentOperations;
import dev.writeback.agent.status.StatusDocument;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Documents that an agent shows on a bad day only. */
final class SampleStatus {
    private static final Instant NOW = Instant.parse("2026-11-30T03:12:05Z");

    private SampleStatus() {}

    /** A directory is down, keys end soon, the file is wrong, and the canary has failed. */
    static StatusDocument badNight() {
        return document(
                "corp",
                "dc1.corp.example.test:636",
                "connect timed out after 5 s",
                List.of(
                        new Component("relay", true, "UP: taking messages"),
                        new Component("directory.corp", false, "dc1.corp.example.test:636: connect timed out"),
                        new Component("journal", true, "118 entries"),
                        new Component("clock", true, "as the directory's"),
                        new Component("intake", true, "open"),
                        new Component("operations", true, "reset, change"),
                        new Component("keys", true, "live until 2026-12-09T00:00:00Z")));
    }

    /** The same, with every text of the outside world replaced. */
    static StatusDocument saying(String text) {
        return document(
                text, text, text, List.of(new Component("relay", false, text), new Component(text, false, text)));
    }

    /** So many requests were answered, and a part is there that the page knows nothing of. */
    static StatusDocument busy(int requests) {
        StatusDocument night = badNight();
        List<Component> components = new ArrayList<>(night.readiness().components());
        components.add(new Component("weather", true, "fair"));
        List<RecentOperations.Entry> entries = new ArrayList<>();
        for (int i = requests - 1; i >= 0; i--) {
            entries.add(entry(i, i, Operation.RESET, Outcome.REFUSED, Reason.USER_NOT_FOUND, Optional.empty(), 3));
        }
        return new StatusDocument(
                night.now(),
                night.agent(),
                new Readiness(components),
                night.relay(),
                night.heartbeat(),
                night.directories(),
                night.keys(),
                night.switches(),
                night.intake(),
                night.journalEntries(),
                night.canary(),
                night.configuration(),
                entries);
    }

    private static StatusDocument document(String name, String host, String detail, List<Component> components) {
        return new StatusDocument(
                NOW,
                new StatusDocument.Identity("hq-1", "1.0.0", NOW.minus(Duration.ofDays(41)), Duration.ofDays(41)),
                new Readiness(components),
                new RelayHealth(RelayHealth.State.UP, Optional.of(NOW.minusSeconds(3)), 2, detail),
                Optional.of(NOW.minusSeconds(41)),
                List.of(
                        new DirectoryHealth(
                                name,
                                List.of(
                                        new DirectoryHealth.Server(host, false, detail, Optional.empty()),
                                        new DirectoryHealth.Server(
                                                "dc2.corp.example.test:636",
                                                false,
                                                "certificate expired 2 days ago",
                                                Optional.empty())),
                                Optional.empty()),
                        new DirectoryHealth(
                                "plant",
                                List.of(
                                        new DirectoryHealth.Server(
                                                "dc7.plant.example.test:636", true, "connected", Optional.empty()),
                                        new DirectoryHealth.Server(
                                                "dc8.plant.example.test:636",
                                                false,
                                                "connection refused",
                                                Optional.empty())),
                                Optional.of(Duration.ofMillis(212)))),
                new StatusDocument.Keys(
                        true, false, List.of(key("enc", "confirmed", 171, 9), key("sig", "confirmed", 171, 9))),
                new StatusDocument.Switches(
                        false,
                        Optional.empty(),
                        7,
                        OptionalLong.empty(),
                        "Zm9yIHRoZSBwYWdlIGFsb25l",
                        List.of(
                                new StatusDocument.OperationSwitch("reset", true, true, Optional.of(true)),
                                new StatusDocument.OperationSwitch("change", true, true, Optional.of(true)),
                                new StatusDocument.OperationSwitch("adminReset", false, true, Optional.of(false)),
                                new StatusDocument.OperationSwitch("unlock", false, false, Optional.of(true)),
                                new StatusDocument.OperationSwitch("validate", true, true, Optional.of(true)))),
                Set.<IntakeGate.Cause>of(),
                118,
                Optional.of(new LastCanary.Seen(
                        Optional.of(new LastCanary.Run(
                                NOW.minusSeconds(420), "retry", Optional.of("directory_unavailable"), false)),
                        Optional.of(NOW.minus(Duration.ofMinutes(37))))),
                Optional.of(
                        new StatusDocument.Configuration(NOW.minus(Duration.ofDays(3)), Optional.of("is not valid"))),
                List.of(
                        entry(
                                3,
                                12,
                                Operation.RESET,
                                Outcome.RETRY,
                                Reason.DIRECTORY_UNAVAILABLE,
                                Optional.empty(),
                                5012),
                        entry(
                                2,
                                95,
                                Operation.CHANGE,
                                Outcome.RETRY,
                                Reason.DIRECTORY_UNAVAILABLE,
                                Optional.empty(),
                                5009),
                        entry(1, 310, Operation.RESET, Outcome.REFUSED, Reason.POLICY_VIOLATION, Optional.of(host), 38),
                        new RecentOperations.Entry(
                                0,
                                NOW.minusSeconds(340),
                                new RequestId("0b6f3f5e-93f4-4b8c-9a0e-3f3a5f0f8c10"),
                                Optional.of(Operation.RESET),
                                Optional.empty(),
                                Outcome.OK,
                                Optional.empty(),
                                Optional.of(host),
                                false,
                                Duration.ofMillis(41))));
    }

    private static StatusDocument.Key key(String use, String state, int old, int left) {
        return new StatusDocument.Key(
                "kJ2vT0aQ9" + use, use, state, NOW.minus(Duration.ofDays(old)), NOW.plus(Duration.ofDays(left)));
    }

    private static RecentOperations.Entry entry(
            long number,
            long secondsAgo,
            Operation operation,
            Outcome outcome,
            Reason reason,
            Optional<String> server,
            long millis) {
        return new RecentOperations.Entry(
                number,
                NOW.minusSeconds(secondsAgo),
                new RequestId("7d0c9a52-1f6e-4e0a-8d3b-%012d".formatted(number)),
                Optional.of(operation),
                Optional.empty(),
                outcome,
                Optional.of(reason),
                server,
                false,
                Duration.ofMillis(millis));
    }
}
