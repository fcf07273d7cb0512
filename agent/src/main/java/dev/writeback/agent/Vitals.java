package dev.writeback.agent;

import dev.writeback.agent.audit.AuditLog;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.http.Readiness.Component;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.IntakeGate;
import dev.writeback.agent.lifecycle.SteadyClock;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.relay.RelayHealth;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.reload.ConfigReload;
import dev.writeback.agent.reload.ReloadResult;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.agent.trust.KeyWatch;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.crypto.KeyUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the agent can serve. Asks the directories every few seconds, so that an outage is known before a user meets it,
 * and stops receiving while the journal has no room, the host's clock is wrong or the keys' token is away. Thread-safe;
 * {@link #readiness} never blocks.
 */
final class Vitals {
    private static final Logger log = LoggerFactory.getLogger(Vitals.class);

    /**
     * Half of what PWB/1, section 3, allows between two clocks, and less than what would make a lock of 60 s seem too short
     * for a write.
     */
    private static final Duration CLOCK_LIMIT = Duration.ofSeconds(30);

    /** Longer than any look may take: a directory's response time is 60 s at most. */
    static final Duration LONGEST_LOOK = Duration.ofSeconds(120);

    private final RelayTransport relay;
    private final IntakeGate gate;
    private final Map<String, Directory> directories;
    private final Journal journal;
    private final AuditLog audit;
    private final AgentTrust trust;
    private final KeyWatch keyWatch;
    private final PolicyInForce policy;
    private final Optional<ConfigReload> reload;
    private final Clock clock;
    private final Clock steady;
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();

    Vitals(
            RelayTransport relay,
            IntakeGate gate,
            Map<String, Directory> directories,
            Journal journal,
            AuditLog audit,
            AgentTrust trust,
            PolicyInForce policy,
            Optional<ConfigReload> reload,
            Clock clock) {
        this.relay = relay;
        this.gate = gate;
        this.directories = directories;
        this.journal = journal;
        this.audit = audit;
        this.trust = trust;
        this.keyWatch = new KeyWatch(trust);
        this.policy = policy;
        this.reload = reload;
        this.clock = clock;
        this.steady = SteadyClock.startingAt(clock);
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    Readiness readiness() {
        List<Component> components = new ArrayList<>();
        RelayHealth relayHealth = relay.health();
        components.add(new Component(
                "relay",
                relayHealth.state() == RelayHealth.State.UP || relayHealth.state() == RelayHealth.State.PAUSED,
                relayHealth.state() + ": " + relayHealth.detail()));
        directories.forEach((name, directory) -> components.add(componentOf(name, directory.health())));
        Set<IntakeGate.Cause> closed = gate.causes();
        boolean journalTakes = !closed.contains(IntakeGate.Cause.JOURNAL);
        components.add(new Component(
                "journal",
                journalTakes,
                journalTakes
                        ? counted(journal.size(), "entry", "entries")
                        : "full or not writable; receiving is paused"));
        boolean auditTakes = !closed.contains(IntakeGate.Cause.AUDIT);
        components.add(new Component(
                "audit",
                auditTakes,
                auditTakes ? counted(audit.records(), "record", "records") : "not writable; receiving is paused"));
        components.add(clockComponent(closed.contains(IntakeGate.Cause.CLOCK)));
        boolean standby = closed.contains(IntakeGate.Cause.STANDBY);
        components.add(new Component("intake", !standby, standby ? "stand-by: taking nothing" : "open"));
        components.add(operations());
        reload.map(Vitals::configuration).ifPresent(components::add);
        components.add(keys());
        stuck().map(what -> new Component("watch", false, what)).ifPresent(components::add);
        return new Readiness(components);
    }

    /** Which of the looks at the agent's parts has not come back: what is shown of that part is no longer known. */
    Optional<String> stuck() {
        Instant limit = steady.instant().minus(LONGEST_LOOK);
        return looked.entrySet().stream()
                .filter(look -> look.getValue().isBefore(limit))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(what -> "the look at " + what + " has not come back for more than " + LONGEST_LOOK.toSeconds()
                        + " s: its state is not known");
    }

    private static Component componentOf(String name, DirectoryHealth health) {
        String detail = health.servers().stream()
                .map(server -> server.host() + ": " + server.detail())
                .collect(Collectors.joining("; "));
        return new Component("directory." + name, health.isReachable(), detail);
    }

    private Component clockComponent(boolean wrong) {
        String seen = offsets().map(offset -> offset.toSeconds() + " s").collect(Collectors.joining(", "));
        return new Component(
                "clock",
                !wrong,
                wrong
                        ? "the host's clock minus the directory's: " + seen + "; receiving is paused, set the clock"
                        : "as the directory's");
    }

    private Stream<Duration> offsets() {
        return directories.values().stream().flatMap(directory -> directory.health().clockOffset().stream());
    }

    /** What the agent runs with is good, or it would not run: a bad file beside it does not keep it from serving. */
    private static Component configuration(ConfigReload reload) {
        ConfigReload.Standing standing = reload.standing();
        String since = standing.since().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Component(
                "configuration",
                true,
                standing.refused()
                        .map(why -> "the file has changed and " + brief(why) + "; the agent runs with that of " + since)
                        .orElse("of " + since));
    }

    private static String brief(ReloadResult refused) {
        return refused instanceof ReloadResult.Invalid ? "is not valid" : refused.summary();
    }

    private Component operations() {
        String allowed = String.join(", ", policy.operations());
        String epoch = policy.epoch() == 0 ? "" : "; narrowed by the cloud's switches of epoch " + policy.epoch();
        return policy.closed()
                .map(why -> new Component("operations", false, why))
                .orElseGet(
                        () -> new Component("operations", true, (allowed.isEmpty() ? "none is on" : allowed) + epoch));
    }

    private Component keys() {
        Optional<String> away = keyWatch.trouble();
        if (away.isPresent()) {
            return new Component("keys", false, away.get());
        }
        if (!trust.isUsable()) {
            return new Component(
                    "keys", false, "no live key of each use that the cloud has confirmed: taking nothing; enrol anew");
        }
        Instant now = clock.instant();
        String until = trust.confirmed()
                .newestLive(KeyUse.SIG, now)
                .map(key -> key.expiresAt().toString())
                .orElse("");
        return new Component(
                "keys",
                true,
                "live until " + until + (trust.isRolling() ? "; new ones wait for the cloud's confirmation" : ""));
    }

    /** Looks now and then again after each interval, each directory on a thread of its own, until closed. */
    AutoCloseable watch(Duration interval, StateEvents states) {
        AtomicInteger number = new AtomicInteger();
        ScheduledExecutorService probes = new ScheduledThreadPoolExecutor(directories.size() + 3, task -> {
            Thread thread = new Thread(task, "probe-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        directories.forEach((name, directory) -> repeat("directory " + name, probes, interval, () -> {
            directory.probe();
            watchClock();
        }));
        repeat("the journal and the audit", probes, interval, this::watchJournal);
        repeat("the keys", probes, interval, this::watchKeys);
        repeat("what has changed", probes, StateEvents.INTERVAL, states::look);
        return probes::shutdownNow;
    }

    private void repeat(String what, ScheduledExecutorService probes, Duration interval, Runnable look) {
        looked.put(what, steady.instant());
        // A look that throws would end its repetition without a word.
        Runnable safely = () -> {
            try {
                look.run();
            } catch (RuntimeException | LinkageError | AssertionError e) {
                log.atWarn().setMessage("a health probe failed").setCause(e).log();
            }
            looked.put(what, steady.instant());
        };
        probes.scheduleWithFixedDelay(safely, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One directory that agrees with the host's clock is enough; one that is away says nothing. */
    private void watchClock() {
        List<Duration> offsets = offsets().toList();
        if (offsets.isEmpty()) {
            return;
        }
        boolean wrong = offsets.stream().allMatch(offset -> offset.abs().compareTo(CLOCK_LIMIT) > 0);
        if (gate.set(IntakeGate.Cause.CLOCK, wrong)) {
            log.atWarn()
                    .setMessage(
                            wrong
                                    ? "the host's clock is wrong; the agent takes nothing until it is set"
                                    : "the host's clock is right again")
                    .addKeyValue("offsets", offsets)
                    .log();
        }
    }

    private void watchKeys() {
        gate.set(IntakeGate.Cause.KEYS, !keyWatch.look() || !trust.isUsable());
    }

    private void watchJournal() {
        gate.set(IntakeGate.Cause.JOURNAL, !journal.hasRoom());
        gate.set(IntakeGate.Cause.AUDIT, !audit.works());
    }
}
