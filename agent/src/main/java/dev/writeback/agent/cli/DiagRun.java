package dev.writeback.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Environment;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.config.SecretReference;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.config.ShownConfig;
import dev.writeback.agent.config.Whereabouts;
import dev.writeback.agent.diag.Bundle;
import dev.writeback.agent.diag.FlightRecording;
import dev.writeback.agent.diag.JournalStatistics;
import dev.writeback.agent.diag.SecretSearch;
import dev.writeback.agent.diag.ServiceLog;
import dev.writeback.agent.diag.Versions;
import dev.writeback.agent.doctor.Doctor;
import dev.writeback.agent.journal.JournalReader;
import dev.writeback.agent.journal.JournalUnusableException;
import dev.writeback.agent.journal.SqliteJournal;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gathers what goes into a bundle. Whatever cannot be had is noted, and the rest is gathered all the same. Used by one
 * thread.
 */
final class DiagRun {
    private static final String TOKEN = "the control token";
    private static final String RECORDING = "recording.jfr";
    private static final int LARGEST_RECORDING = 24 * 1024 * 1024;
    private static final byte[] RECORDING_BEGINS = {'F', 'L', 'R', 0};

    private final AgentConfigLoader loader;
    private final Doctor doctor;
    private final String version;
    private final Environment environment;
    private final Clock clock;
    private final Path config;
    private final Bundle bundle;
    private final SecretSearch search;

    DiagRun(
            AgentConfigLoader loader,
            Doctor doctor,
            String version,
            Environment environment,
            Clock clock,
            Path config,
            Bundle bundle,
            SecretSearch search) {
        this.loader = loader;
        this.doctor = doctor;
        this.version = version;
        this.environment = environment;
        this.clock = clock;
        this.config = config;
        this.bundle = bundle;
        this.search = search;
    }

    /**
     * All of it.
     *
     * @param seconds how long the running agent is recorded; 0 for not at all
     * @param log where its output is; the journal of systemd without one
     */
    void gather(int seconds, boolean withoutDoctor, Optional<Path> log, String unit)
            throws IOException, InterruptedException {
        Optional<Whereabouts> there = whereabouts();
        // First of all, and not a part that may be missing: everything else is searched for what is learned here.
        configuration(there);
        Optional<RunningAgent> agent = there.map(known -> new RunningAgent(known, config));
        Instant begun = clock.instant();
        boolean recording = seconds > 0 && agent.isPresent() && begin(agent.get());
        if (seconds == 0) {
            bundle.leaveOut(RECORDING, "--seconds 0");
        }
        part("versions.txt", () -> bundle.add("versions.txt", Versions.text(version)));
        part("check.txt", this::check);
        if (withoutDoctor) {
            bundle.leaveOut("doctor.json", "--no-doctor");
        } else {
            part("doctor.json", this::doctor);
        }
        if (agent.isPresent()) {
            ask("status.json", () -> agent.get().status().toPrettyString());
            ask("readyz.json", () -> agent.get().readiness().toPrettyString());
            ask("metrics.txt", agent.get()::metrics);
            ask(
                    "threads.txt",
                    () -> agent.get()
                            .control("/control/threads")
                            .path("threads")
                            .asText());
        } else {
            bundle.leaveOut("status.json", "the configuration does not say where the agent is to be asked");
        }
        part("journal.txt", () -> journal(there));
        part("log.txt", () -> log(log, unit));
        if (recording) {
            part(
                    RECORDING,
                    () -> end(
                            agent.get(), begun.plusSeconds(seconds), there.get().stateDirectory()));
        }
    }

    private interface Part {
        void gather() throws IOException, InterruptedException;
    }

    /** A defect, or damage that nobody expected, costs its part alone. Its message may hold what must not get out. */
    private void part(String name, Part part) throws IOException, InterruptedException {
        try {
            part.gather();
        } catch (RuntimeException e) {
            bundle.leaveOut(name, "it could not be made (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Optional<Whereabouts> whereabouts() {
        try {
            return Optional.of(loader.whereabouts(config));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private void configuration(Optional<Whereabouts> there) throws IOException {
        there.ifPresentOrElse(
                known -> learnToken(known.stateDirectory()),
                () -> bundle.leaveUnsearched(TOKEN, "the configuration does not say where it is"));
        try {
            ShownConfig shown = ShownConfig.of(config, environment);
            shown.unfound().forEach(bundle::leaveUnsearched);
            shown.secrets().forEach(this::learn);
            bundle.add("configuration.txt", String.join("\n", shown.lines()) + "\n");
        } catch (ConfigException e) {
            bundle.leaveUnsearched("every secret of the configuration", "the file is not YAML; see check.txt");
            bundle.leaveOut("configuration.txt", "the file is not YAML; see check.txt");
        }
    }

    private void learnToken(Path stateDirectory) {
        try (Secret token =
                Secret.takeOwnershipOf(ControlToken.read(stateDirectory).getBytes(StandardCharsets.US_ASCII))) {
            search.add(token);
        } catch (IOException e) {
            bundle.leaveUnsearched(TOKEN, "there is none, or this user may not read it");
        }
    }

    /** Where it is kept is not shown: its message names the place. */
    private void learn(String key, SecretReference reference) {
        try (Secret secret = reference.read()) {
            if (!search.add(secret)) {
                bundle.leaveUnsearched(key, "so short that it would be found anywhere by chance");
            }
        } catch (SecretUnavailableException e) {
            bundle.leaveUnsearched(key, "it is empty or too large, or cannot be read");
        }
    }

    private boolean begin(RunningAgent agent) {
        try {
            JsonNode answer = agent.control("/control/recording/begin");
            if (answer.path("result").asText().equals("begun")) {
                return true;
            }
            bundle.leaveOut(RECORDING, answer.path("why").asText());
        } catch (CommandException e) {
            bundle.leaveOut(RECORDING, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            bundle.leaveOut(RECORDING, "it could not be begun (" + e.getClass().getSimpleName() + ")");
        }
        return false;
    }

    private void end(RunningAgent agent, Instant until, Path stateDirectory) throws IOException, InterruptedException {
        long left = Duration.between(clock.instant(), until).toMillis();
        if (left > 0) {
            Thread.sleep(left);
        }
        try {
            JsonNode answer = agent.control("/control/recording/end");
            if (!answer.path("result").asText().equals("written")) {
                bundle.leaveOut(RECORDING, answer.path("why").asText());
                return;
            }
            // Of our own directory, whatever name was answered.
            Path written = stateDirectory.resolve(FlightRecording.FILE);
            byte[] content = PrivateFile.read(written, LARGEST_RECORDING);
            Files.delete(written);
            if (content.length < RECORDING_BEGINS.length
                    || !Arrays.equals(
                            content, 0, RECORDING_BEGINS.length, RECORDING_BEGINS, 0, RECORDING_BEGINS.length)) {
                bundle.leaveOut(RECORDING, written + " was not a recording");
                return;
            }
            bundle.add(RECORDING, content);
        } catch (CommandException e) {
            bundle.leaveOut(RECORDING, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            bundle.leaveOut(RECORDING, "it cannot be read: " + e.getMessage());
        }
    }

    private void check() throws IOException {
        try {
            loader.load(config);
            bundle.add("check.txt", "the configuration is valid\n");
        } catch (ConfigException e) {
            bundle.add(
                    "check.txt",
                    e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n")));
        }
    }

    private void doctor() throws IOException {
        try {
            AgentConfig loaded = loader.loadForALook(config);
            bundle.add(
                    "doctor.json",
                    DoctorJson.of(
                            version,
                            loaded.agent().id(),
                            doctor.examine(config, loaded, exposures(), Optional.empty())));
        } catch (ConfigException e) {
            bundle.leaveOut("doctor.json", "the configuration is not valid; see check.txt");
        }
    }

    private List<Problem> exposures() {
        try {
            loader.load(config);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private interface Question {
        String ask() throws CommandException;
    }

    private void ask(String name, Question question) throws IOException, InterruptedException {
        part(name, () -> {
            try {
                bundle.add(name, question.ask());
            } catch (CommandException e) {
                bundle.leaveOut(name, String.valueOf(e.getMessage()));
            }
        });
    }

    private void journal(Optional<Whereabouts> there) throws IOException {
        if (there.isEmpty()) {
            return;
        }
        try {
            bundle.add(
                    "journal.txt",
                    JournalStatistics.text(
                            JournalReader.read(there.get().stateDirectory().resolve(SqliteJournal.FILE))));
        } catch (JournalUnusableException e) {
            bundle.leaveOut("journal.txt", String.valueOf(e.getMessage()));
        }
    }

    private void log(Optional<Path> log, String unit) throws IOException, InterruptedException {
        byte[] lines;
        try {
            lines = log.isPresent() ? ServiceLog.ofFile(log.get()) : ServiceLog.ofUnit(unit);
        } catch (IOException e) {
            bundle.leaveOut("log.txt", String.valueOf(e.getMessage()));
            return;
        }
        bundle.add("log.txt", lines);
    }
}
