package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.Environment;
import dev.writeback.agent.diag.Bundle;
import dev.writeback.agent.diag.SecretSearch;
import dev.writeback.agent.doctor.Doctor;
import dev.writeback.agent.logging.AgentLogging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback diag}: puts what a helper needs to see into one file. */
@Command(
        name = "diag",
        description = "Puts what somebody who helps needs to see into one zip file, and keeps secrets out of it.",
        footer = {
            "",
            "In it: the configuration without secrets, what config check and the doctor say, the status, metrics,",
            "versions, the log, the journal's statistics, a thread dump and a short recording of the running agent.",
            "Nothing that holds a secret is meant to be in it, and every part is searched for the secrets that this user can",
            "read; contents.txt names the others. Never in it: heap dumps, environment variables, system properties. Run it",
            "as the agent's user or as root; look through the file before you send it."
        })
final class DiagCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AgentConfigLoader loader;
    private final Doctor doctor;
    private final String version;
    private final Environment environment;
    private final Clock clock;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file, which must not exist (default: writeback-diag-TIME.zip here).")
    private @Nullable Path out;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the running agent is recorded, 0 to 240; 0 for not at all (default:"
                    + " ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(
            names = "--unit",
            paramLabel = "NAME",
            defaultValue = "writeback",
            description = "The service whose log is taken from the journal of systemd (default: ${DEFAULT-VALUE}).")
    private String unit = "writeback";

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The file that the agent's output goes to, where it is not the journal of systemd.")
    private @Nullable Path log;

    @Option(names = "--no-doctor", description = "Leave the doctor's examination out.")
    private boolean withoutDoctor;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    DiagCommand(AgentConfigLoader loader, Doctor doctor, String version, Environment environment, Clock clock) {
        this.loader = loader;
        this.doctor = doctor;
        this.version = version;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        if (seconds < 0 || seconds > 240) {
            throw console.wrongUsage("--seconds: found " + seconds + "; accepted: 0 to 240");
        }
        AgentLogging.silence();
        Path file = out == null ? Path.of("writeback-diag-" + TIME.format(clock.instant()) + ".zip") : out;
        try (SecretSearch search = new SecretSearch();
                Bundle bundle = Bundle.create(file, search)) {
            new DiagRun(loader, doctor, version, environment, clock, config.file(), bundle, search)
                    .gather(seconds, withoutDoctor, Optional.ofNullable(log), unit);
            bundle.close();
            print(file, bundle);
        } catch (FileAlreadyExistsException e) {
            throw CommandException.failed(file + " exists already; name another file with --out", e);
        } catch (IOException e) {
            throw CommandException.failed(file + " cannot be written: " + e.getMessage(), e);
        }
        return ExitCodes.DONE;
    }

    private void print(Path file, Bundle bundle) throws IOException {
        PrintWriter to = console.out();
        if (output.isJson()) {
            to.println(JsonText.of(json -> {
                json.writeStartObject();
                json.writeStringField("file", file.toString());
                json.writeArrayFieldStart("entries");
                for (Bundle.Entry entry : bundle.entries()) {
                    json.writeStartObject();
                    json.writeStringField("name", entry.name());
                    json.writeNumberField("bytes", entry.bytes());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayFieldStart("missing");
                for (Bundle.Missing missing : bundle.missing()) {
                    json.writeStartObject();
                    json.writeStringField("name", missing.name());
                    json.writeStringField("why", missing.why());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayFieldStart("notSearchedFor");
                for (Bundle.Unsearched secret : bundle.unsearched()) {
                    json.writeStartObject();
                    json.writeStringField("key", secret.key());
                    json.writeStringField("why", secret.why());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }));
        } else {
            to.printf("%s, %d bytes, readable for its owner alone%n", file, Files.size(file));
            bundle.entries().forEach(entry -> to.printf("  %s%n", entry.name()));
            if (!bundle.missing().isEmpty()) {
                to.println("not in it");
                bundle.missing().forEach(missing -> to.printf("  %s: %s%n", missing.name(), missing.why()));
            }
            if (!bundle.unsearched().isEmpty()) {
                to.println("secrets that it was not searched for, since they are not known here");
                bundle.unsearched().forEach(secret -> to.printf("  %s: %s%n", secret.key(), secret.why()));
            }
        }
        to.flush();
    }
}
