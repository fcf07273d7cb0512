package dev.writeback.agent.status;

import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.directory.DirectoryHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The agent at one moment. No part of it is a secret or names a user.
 *
 * @param now by the host's clock
 * @param readiness as {@code /readyz} tells it
 * @param heartbeat when the relay last took one
 * @param canary empty where none is configured
 * @param configuration empty when the agent was started without a file
 * @param operations the last ones, newest first
 */
public record StatusDocument(
        Instant now,
        Identity agent,
        Readiness readiness,
        RelayHealth relay,
        Optional<Instant> heartbeat,
        List<DirectoryHealth> directories,
        Keys keys,
        Switches switches,
        Set<IntakeGate.Cause> intake,
        int journalEntries,
        Optional<LastCanary.Seen> canary,
        Optional<Configuration> configuration,
        List<RecentOperations.Entry> operations) {

    public StatusDocument {
        directories = List.copyOf(directories);
        intake = Set.copyOf(intake);
        operations = List.copyOf(operations);
    }

    /** How the agent is, in one word. */
    public enum State {
        /** Serves, and nothing is wrong. */
        READY,
        /** Serves, and something wants to be looked at. */
        DEGRADED,
        /** Does not serve, because something is broken. */
        NOT_READY,
        /** Refuses everything: somebody has thrown the kill switch. */
        PAUSED,
        /** Takes nothing: somebody has asked for it. */
        STANDBY,
        /** Ends what is at hand, and stops. */
        DRAINING
    }

    /**
     * Who it is.
     *
     * @param uptime since its start, whatever was done to the host's clock
     */
    public record Identity(String id, String version, Instant started, Duration uptime) {}

    /**
     * The agent's own keys.
     *
     * @param usable there is a live confirmed one of each use
     * @param rolling new ones wait for the cloud's confirmation
     */
    public record Keys(boolean usable, boolean rolling, List<Key> all) {
        public Keys {
            all = List.copyOf(all);
        }
    }

    /**
     * One of them.
     *
     * @param use {@code enc} or {@code sig}
     * @param state {@code pending}, {@code confirmed}, {@code retired} or {@code ended}
     */
    public record Key(String id, String use, String state, Instant notBefore, Instant expiresAt) {
        /** Whole days that are left; negative after the end. */
        long daysLeft(Instant now) {
            return Math.floorDiv(
                    Duration.between(now, expiresAt).toSeconds(),
                    Duration.ofDays(1).toSeconds());
        }

        /** Whole days since it was made. */
        long daysOld(Instant now) {
            return Math.floorDiv(
                    Duration.between(notBefore, now).toSeconds(),
                    Duration.ofDays(1).toSeconds());
        }
    }

    /**
     * What is allowed, and who has said so.
     *
     * @param closed why everything is off though neither the file nor the cloud says so
     * @param cloudEpoch of the cloud's switches in force; 0 without any
     * @param refusedEpoch of switches that could not be taken
     * @param digest of the policy in force
     */
    public record Switches(
            boolean paused,
            Optional<String> closed,
            long cloudEpoch,
            OptionalLong refusedEpoch,
            String digest,
            List<OperationSwitch> operations) {
        public Switches {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One operation.
     *
     * @param name as in the configuration
     * @param on in force
     * @param file what the local file says
     * @param cloud what the cloud says; empty while it has said nothing
     */
    public record OperationSwitch(String name, boolean on, boolean file, Optional<Boolean> cloud) {}

    /**
     * The file that the agent follows.
     *
     * @param since when what is in force was read
     * @param refused why the file as it is now is not in force
     */
    public record Configuration(Instant since, Optional<String> refused) {}

    /** What is wrong, the worst first. */
    public List<Trouble> troubles() {
        return Troubles.of(this);
    }

    /** How the agent is, in one word. */
    public State state() {
        if (intake.contains(IntakeGate.Cause.DRAINING)) {
            return State.DRAINING;
        }
        List<Trouble> troubles = troubles();
        if (troubles.stream().anyMatch(trouble -> trouble.weight() == Trouble.Weight.FAILURE)) {
            return State.NOT_READY;
        }
        if (switches.paused()) {
            return State.PAUSED;
        }
        if (intake.contains(IntakeGate.Cause.STANDBY)) {
            return State.STANDBY;
        }
        return troubles.isEmpty() ? State.READY : State.DEGRADED;
    }

    /** As {@code /status.json} shows it. */
    public String json() {
        return StatusJson.of(this);
    }
}
