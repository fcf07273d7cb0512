package dev.writeback.agent.doctor;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.agent.config.Problem;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.rights.Right;
import dev.writeback.protocol.message.Subject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at everything between this host, the cloud and the directories. Thread-safe. */
public final class Doctor {
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final Inspectors inspectors;
    private final Clock clock;

    public Doctor(Inspectors inspectors, Clock clock) {
        this.inspectors = inspectors;
        this.clock = clock;
    }

    /**
     * Looks, for 45 s at most.
     *
     * @param file where the configuration was read from
     * @param exposures what others can read or change of the files that it names
     * @param user an account to be looked at too
     */
    public Report examine(Path file, AgentConfig config, List<Problem> exposures, Optional<Subject> user) {
        long start = System.nanoTime();
        Set<Right> needed = NeededRights.of(config.operations());
        Optional<UserCheck> userCheck = user.map(
                subject -> new UserCheck(subject, needed, config.directories().size(), clock));
        BindTurns turns = new BindTurns();
        List<Examination> examinations = new ArrayList<>();
        examinations.add(new Examination(KeyCheck.NAME, new KeyCheck(config, clock)::look));
        examinations.add(new Examination("state", new StateCheck(config.agent().stateDirectory())::look));
        config.cloud()
                .desk()
                .ifPresent(desk -> examinations.add(new Examination(DeskCheck.NAME, new DeskCheck(desk, clock)::look)));
        examinations.add(new Examination(RelayCheck.NAME, new RelayCheck(config, clock)::look));
        for (int i = 0; i < config.directories().size(); i++) {
            DirectorySettings settings = config.directories().get(i);
            String key = "directories[" + i + "]";
            examinations.add(new Examination(
                    DirectoryCheck.nameOf(settings), () -> directory(settings, key, needed, userCheck, turns)));
        }
        examinations.add(new Examination(
                RunningAgent.NAME,
                new RunningAgent(config.http(), config.agent().stateDirectory(), clock)::look));
        examinations.add(new Examination(
                PingCheck.NAME,
                new PingCheck(
                        config.http(),
                        config.agent().stateDirectory(),
                        config.relay().serviceBus().presence())::look));
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("configuration", file + " is valid"));
        checks.add(FilesCheck.of(config.agent().checkFileModes(), exposures));
        checks.addAll(Examinations.run(examinations, LIMIT));
        userCheck.ifPresent(each -> checks.add(each.verdict()));
        return new Report(checks, Duration.ofNanos(System.nanoTime() - start));
    }

    private Check directory(
            DirectorySettings settings, String key, Set<Right> needed, Optional<UserCheck> user, BindTurns turns) {
        DirectoryInspector inspector;
        try {
            inspector = inspectors.of(settings, clock);
        } catch (IllegalArgumentException e) {
            return Check.failure(
                    DirectoryCheck.nameOf(settings), String.valueOf(e.getMessage()), "correct that in " + key);
        }
        return new DirectoryCheck(settings, key, inspector, needed, user, turns, clock).look();
    }
}
