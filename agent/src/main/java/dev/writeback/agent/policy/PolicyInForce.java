package dev.writeback.agent.policy;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.state.DamagedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy that the next request begins with: member by member the narrower of the local file and the tenant's switches.
 * Before the first switches came, the local file alone decides. While the local kill switch is on, nothing is allowed but a
 * ping. Thread-safe; reading never blocks.
 *
 * <p>The tenant's switches survive a restart. Where nobody can say what they were, everything is off until the cloud sends
 * them again: what it had switched off must not be on by mistake.
 */
public final class PolicyInForce implements PolicySource {
    private static final Logger log = LoggerFactory.getLogger(PolicyInForce.class);

    private final TenantSwitchesFile file;
    private final KillSwitch killSwitch;
    private final Clock clock;
    private final Policy.History history = new Policy.History();
    private volatile Parts parts;
    private volatile OptionalLong refusedEpoch = OptionalLong.empty();

    /** What became of switches that the cloud sent. */
    public enum Acceptance {
        /** In force from now on, and after a restart. */
        ACCEPTED,
        /** Not newer than those in force: ignored. */
        OLDER_EPOCH,
        /** They could not be kept, so those before them stay in force. */
        NOT_STORED
    }

    /**
     * What makes the policy.
     *
     * @param lost why the tenant's switches are not known, though there were some
     * @param paused why the kill switch is on
     */
    private record Parts(
            AgentConfig local,
            Optional<TenantSwitches> tenant,
            Optional<String> lost,
            Optional<String> paused,
            Rules rules,
            Policy policy,
            String digest) {}

    private PolicyInForce(
            AgentConfig local,
            Optional<TenantSwitches> tenant,
            Optional<String> lost,
            TenantSwitchesFile file,
            Clock clock) {
        this.file = file;
        this.killSwitch = KillSwitch.open(local.agent().stateDirectory(), clock);
        this.clock = clock;
        this.parts = parts(local, tenant, lost);
    }

    /**
     * The policy of that local file and of the switches in its state directory.
     *
     * @param clock the host's, for limits
     */
    public static PolicyInForce open(AgentConfig local, Clock clock) {
        TenantSwitchesFile file = new TenantSwitchesFile(local.agent().stateDirectory());
        try {
            return new PolicyInForce(local, file.read(), Optional.empty(), file, clock);
        } catch (DamagedFileException e) {
            String lost = lost(file.path(), e.found());
            log.atError().setMessage(lost).log();
            return new PolicyInForce(local, Optional.empty(), Optional.of(lost), file, clock);
        }
    }

    private static String lost(Path file, String found) {
        return "the cloud's switches in " + file + " are damaged (found " + found
                + "): every operation is off until the cloud sends them again, as it does after the next heartbeat. If it"
                + " never will, move the file away and start the agent again, and the local file alone decides; keep the"
                + " file for an inquiry";
    }

    private Parts parts(AgentConfig local, Optional<TenantSwitches> tenant, Optional<String> lost) {
        Rules ofLocal = Rules.of(local);
        Rules open = tenant.map(ofLocal::and).orElse(ofLocal);
        Optional<String> paused = killSwitch.paused();
        Rules rules = lost.isPresent() || paused.isPresent() ? open.closed() : open;
        return new Parts(
                local, tenant, lost, paused, rules, new Policy(rules, history, clock), PolicyDigest.of(local, rules));
    }

    @Override
    public Policy now() {
        return parts.policy();
    }

    @Override
    public boolean isPaused() {
        return parts.paused().isPresent();
    }

    /**
     * Throws the local kill switch, or ends that. It wins over the local file and the cloud, and survives a restart.
     * Returns when it is so and is kept; {@link #closed()} says what could not be done.
     */
    public synchronized void pause(boolean on) {
        killSwitch.set(on);
        parts = parts(parts.local(), parts.tenant(), parts.lost());
        logChange(on ? "paused by hand" : "no longer paused by hand");
    }

    /** The same for what the agent asks of itself: it counts towards nobody's limit. */
    public PolicySource uncounted() {
        return new PolicySource() {
            @Override
            public Policy now() {
                return new Policy(parts.rules(), new Policy.History(), clock);
            }

            @Override
            public boolean isPaused() {
                return PolicyInForce.this.isPaused();
            }
        };
    }

    /** {@code pol} of an ack that is signed now. */
    public String digest() {
        return parts.digest();
    }

    /** The operations that are on, by their names in the configuration. */
    public List<String> operations() {
        return parts.rules().switches().names();
    }

    /**
     * What the parts of the policy say of the operations.
     *
     * @param file the local file
     * @param cloud the tenant's switches, once there are any
     */
    public record Origins(OperationSettings file, Optional<OperationSettings> cloud) {}

    /** Who has switched what. */
    public Origins origins() {
        Parts now = parts;
        return new Origins(now.local().operations(), now.tenant().map(TenantSwitches::operations));
    }

    /** Takes another local file, which serves the same directories, in the place of the one in force. */
    public synchronized void follow(AgentConfig local) {
        parts = parts(local, parts.tenant(), parts.lost());
        logChange("the local policy is in force");
    }

    /** Forgets the switches of an enrolment that is over: the epochs of another begin anew. */
    public static void forget(Path stateDirectory) throws IOException {
        Files.deleteIfExists(new TenantSwitchesFile(stateDirectory).path());
    }

    /** Takes the tenant's switches; returns when they are in force. They were checked: signed by the cloud, for us. */
    public synchronized Acceptance accept(TenantSwitches switches) {
        Parts before = parts;
        if (switches.epoch() <= epoch()) {
            return Acceptance.OLDER_EPOCH;
        }
        try {
            file.write(switches);
        } catch (IOException e) {
            log.atWarn()
                    .setMessage("the cloud's switches cannot be kept; those before them stay in force")
                    .addKeyValue("epoch", switches.epoch())
                    .addKeyValue("cause", e)
                    .log();
            refuse(switches.epoch());
            return Acceptance.NOT_STORED;
        }
        parts = parts(before.local(), Optional.of(switches), Optional.empty());
        refusedEpoch = OptionalLong.empty();
        logChange("the cloud's switches are in force");
        return Acceptance.ACCEPTED;
    }

    /**
     * Notes switches that could not be taken: those in force stay, and the next heartbeat says so.
     *
     * @param epoch 0 when they showed none
     * @return false for what says nothing new
     */
    public synchronized boolean refuse(long epoch) {
        OptionalLong refused = OptionalLong.of(epoch);
        if (epoch != 0 && epoch <= epoch() || refused.equals(refusedEpoch)) {
            return false;
        }
        refusedEpoch = refused;
        return true;
    }

    /** The epoch of the tenant's switches in force; 0 before the first, and while they are damaged. */
    public long epoch() {
        return parts.tenant().map(TenantSwitches::epoch).orElse(0L);
    }

    /** The epoch of switches that could not be taken, 0 when they showed none; empty once newer ones are in force. */
    public OptionalLong refusedEpoch() {
        return refusedEpoch;
    }

    /** Why everything is off though neither the local file nor the cloud says so. */
    public Optional<String> closed() {
        Parts now = parts;
        return now.paused().or(now::lost);
    }

    private void logChange(String message) {
        log.atInfo()
                .setMessage(message)
                .addKeyValue("closed", closed().orElse("no"))
                .addKeyValue("operations", String.join(",", operations()))
                .addKeyValue("epoch", epoch())
                .addKeyValue("policy", digest())
                .log();
    }
}
