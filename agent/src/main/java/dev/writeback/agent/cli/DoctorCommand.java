package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.Problem;
import dev.writeback.agent.doctor.Doctor;
import dev.writeback.agent.doctor.Report;
import dev.writeback.agent.logging.AgentLogging;
import dev.writeback.protocol.message.Subject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback doctor}: checks everything from here to the cloud and to the directories. */
@Command(
        name = "doctor",
        description = "Checks everything from here to the cloud and to the directories, and says what to do.",
        footer = {"", "Writes nothing, takes no message, and makes at most one bind that fails."})
final class DoctorCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;
    private final Doctor doctor;
    private final String version;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--user",
            paramLabel = "FMT:VALUE",
            converter = SubjectConverter.class,
            description = "Looks at this account too: objectGUID:..., objectSid:..., immutableId:... or"
                    + " userPrincipalName:...")
    private @Nullable Subject user;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final Console console = new Console();

    DoctorCommand(AgentConfigLoader loader, Doctor doctor, String version) {
        this.loader = loader;
        this.doctor = doctor;
        this.version = version;
    }

    @Override
    public Integer call() throws ConfigException {
        AgentLogging.silence();
        AgentConfig loaded;
        List<Problem> exposures;
        try {
            loaded = loader.loadForALook(config.file());
            exposures = exposures();
        } catch (ConfigException e) {
            if (!output.isJson()) {
                throw e;
            }
            print(DoctorJson.of(version, e));
            return ExitCodes.CONFIGURATION;
        }
        Report report = doctor.examine(config.file(), loaded, exposures, Optional.ofNullable(user));
        String agent = loaded.agent().id();
        print(output.isJson() ? DoctorJson.of(version, agent, report) : DoctorText.of(version, agent, report));
        return report.holds() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    /** The file is valid but for that: what others can do with the files is all that is left to be wrong. */
    private List<Problem> exposures() {
        try {
            loader.load(config.file());
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private void print(String text) {
        PrintWriter out = console.out();
        out.println(text);
        out.flush();
    }
}
