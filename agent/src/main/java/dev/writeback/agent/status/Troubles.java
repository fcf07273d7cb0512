package dev.writeback.agent.status;

import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.status.Trouble.Weight;
import dev.writeback.directory.DirectoryHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads from a document what is wrong, and what to do about it. */
final class Troubles {
    /** A section of docs/operations.md; the others are named after their alerts. */
    private static final String ALLOWED = "What is allowed";

    private static final String DIRECTORY = "directory.";

    /** Three of them are missed. */
    private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(200);

    /** As the log's own alarm. */
    private static final int KEY_DAYS = 21;

    private final StatusDocument document;
    private final List<Trouble> found = new ArrayList<>();

    private Troubles(StatusDocument document) {
        this.document = document;
    }

    static List<Trouble> of(StatusDocument document) {
        Troubles troubles = new Troubles(document);
        troubles.look();
        troubles.found.sort(Comparator.comparing(Trouble::weight));
        return List.copyOf(troubles.found);
    }

    private void look() {
        if (document.readiness().components().isEmpty()) {
            add(Weight.FAILURE, "agent", "nothing has reported yet", "wait a few seconds", "WritebackNotReady");
        }
        document.readiness().components().stream()
                .filter(component -> !component.ready())
                .forEach(this::notReady);
        document.directories().stream()
                .filter(DirectoryHealth::isReachable)
                .forEach(directory -> directory.servers().stream()
                        .filter(server -> !server.up())
                        .forEach(server -> add(
                                Weight.WARNING,
                                "directory " + directory.name(),
                                server.host() + ": " + server.detail(),
                                "another server of the directory serves meanwhile; see why this one does not",
                                "WritebackDirectoryServerDown")));
        lookAtKeys();
        lookAtHeartbeat();
        lookAtConfiguration();
        lookAtCanary();
    }

    private void notReady(Readiness.Component component) {
        String name = component.name();
        if (name.startsWith(DIRECTORY)) {
            failure(
                    "directory " + name.substring(DIRECTORY.length()),
                    component,
                    "no server of the directory answers, and nothing is written: run `writeback doctor`: it names the step"
                            + " that fails",
                    "WritebackDirectoryDown");
            return;
        }
        switch (name) {
            case "relay" ->
                failure(
                        name,
                        component,
                        "run `writeback doctor`: it names the step to the relay that fails",
                        "WritebackRelayDown");
            case "journal" ->
                failure(
                        name,
                        component,
                        "make room on the disk of the state directory, or mend its rights",
                        "WritebackJournalFull");
            case "audit" ->
                failure(
                        name,
                        component,
                        "make room where the audit is kept, or mend its rights: nothing is answered that it cannot keep",
                        "WritebackAuditStopped");
            case "clock" ->
                failure(
                        name,
                        component,
                        "set the host's clock (`timedatectl`, `chronyc tracking`); nothing is taken until then",
                        "WritebackClockSkew");
            case "keys" ->
                failure(name, component, "see whether the key store or its token is there", "The agent's keys");
            case "intake" ->
                add(
                        Weight.SWITCH,
                        name,
                        component.detail(),
                        "`writeback status --standby off`, when the work on this host is done",
                        ALLOWED);
            case "operations" -> lookAtSwitches(component);
            default -> failure(name, component, "run `writeback doctor`", "WritebackNotReady");
        }
    }

    private void lookAtSwitches(Readiness.Component component) {
        if (document.switches().paused()) {
            add(
                    Weight.SWITCH,
                    "operations",
                    component.detail(),
                    "every request is refused: find out who paused the agent and why, then `writeback status --pause off`",
                    ALLOWED);
        } else {
            failure("operations", component, "have the cloud send its switches again", ALLOWED);
        }
    }

    private void failure(String part, Readiness.Component component, String todo, String runbook) {
        add(Weight.FAILURE, part, component.detail(), todo, runbook);
    }

    private void lookAtKeys() {
        StatusDocument.Keys keys = document.keys();
        if (keys.rolling() || !keys.usable()) {
            return;
        }
        Instant now = document.now();
        // Of each use the one that lives longest counts: an older one ends because a newer one has taken its place.
        long left = Stream.of("enc", "sig")
                .mapToLong(use -> keys.all().stream()
                        .filter(key -> key.use().equals(use) && key.state().equals("confirmed"))
                        .mapToLong(key -> key.daysLeft(now))
                        .max()
                        .orElse(KEY_DAYS))
                .min()
                .orElse(KEY_DAYS);
        if (left < KEY_DAYS) {
            add(
                    Weight.WARNING,
                    "keys",
                    "in " + left + " days the agent has no key left, and none follows",
                    "`writeback keys rotate`; see in the log why it did not go by itself",
                    "WritebackKeyExpires");
        }
    }

    private void lookAtHeartbeat() {
        if (!document.intake().contains(IntakeGate.Cause.DRAINING)
                && document.agent().uptime().compareTo(HEARTBEAT_LIMIT) > 0
                && document.heartbeat()
                        .map(at -> Duration.between(at, document.now()).compareTo(HEARTBEAT_LIMIT) > 0)
                        .orElse(true)) {
            add(
                    Weight.WARNING,
                    "heartbeat",
                    "the relay has taken no heartbeat for some minutes: the cloud takes this agent for absent",
                    "run `writeback doctor`: it looks at the queue of the heartbeats too",
                    "WritebackNoHeartbeat");
        }
    }

    private void lookAtConfiguration() {
        document.configuration()
                .flatMap(StatusDocument.Configuration::refused)
                .ifPresent(why -> add(
                        Weight.WARNING,
                        "configuration",
                        "the file has changed and " + why,
                        "`writeback config check` names what is wrong; the agent runs on with what it had, and would not"
                                + " start again like this",
                        "WritebackConfigNotInForce"));
        if (document.switches().refusedEpoch().isPresent()) {
            add(
                    Weight.WARNING,
                    "cloud's switches",
                    "the last switches of the cloud could not be taken; those before them are in force",
                    "see in the log why: the disk, or their form",
                    ALLOWED);
        }
    }

    private void lookAtCanary() {
        document.canary()
                .flatMap(LastCanary.Seen::last)
                .filter(run -> !run.isGood())
                .ifPresent(run -> add(
                        Weight.WARNING,
                        "canary",
                        "the last run ended with " + run.outcome()
                                + run.reason().map(why -> ", " + why).orElse(""),
                        "a user's reset would most likely end the same way: `writeback doctor --user` looks at the"
                                + " canary's account",
                        "WritebackCanaryFails"));
    }

    private void add(Weight weight, String part, String what, String todo, String runbook) {
        found.add(new Trouble(weight, part, what, todo, runbook));
    }
}
