package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.configure.DirectoryBrowser;
import dev.writeback.agent.doctor.Doctor;
import dev.writeback.agent.doctor.Inspectors;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree. */
@Command(
        name = "writeback",
        description = "Writes passwords that users set in the cloud back to the directory on your premises.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the work failed", "2:wrong usage", "78:the configuration is wrong"})
public final class WritebackCommand implements Callable<Integer> {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean debug;

    @Mixin
    private final Console console = new Console();

    private WritebackCommand() {}

    /**
     * The commands of an installed agent, to which another module can add its own.
     *
     * @param launcher what {@code run} calls
     * @param browser looks into a directory for {@code configure}
     * @param inspectors what looks at directories for the doctor
     * @param version what {@code --version} prints
     */
    public static CommandLine create(
            AgentLauncher launcher, DirectoryBrowser browser, Inspectors inspectors, String version) {
        AgentConfigLoader loader = new AgentConfigLoader(System::getenv);
        Clock clock = Clock.systemUTC();
        Doctor doctor = new Doctor(inspectors, clock);
        EnrolmentRun enrolment = new EnrolmentRun(loader, version, clock);
        CommandLine line = new CommandLine(new WritebackCommand())
                .addSubcommand(new RunCommand(loader, launcher))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCheckCommand(loader, clock))
                        .addSubcommand(new ConfigReloadCommand(loader))
                        .addSubcommand(new ConfigSchemaCommand()))
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysListCommand(loader, clock))
                        .addSubcommand(new KeysPublicCommand(loader))
                        .addSubcommand(new KeysRotateCommand(loader)))
                .addSubcommand("configure", ConfigureCommand.create(loader, browser, enrolment))
                .addSubcommand(new EnrollCommand(enrolment))
                .addSubcommand(new DoctorCommand(loader, doctor, version))
                .addSubcommand(new PlanPermissionsCommand(loader, inspectors, clock))
                .addSubcommand(new StatusCommand(loader))
                .addSubcommand(new DiagCommand(loader, doctor, version, System::getenv, clock))
                .addSubcommand(new CommandLine(new JournalCommand()).addSubcommand(new JournalListCommand(loader)))
                .addSubcommand(new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(loader)));
        line.getCommandSpec().version("writeback " + version);
        return withErrors(line);
    }

    /** Gives a command line, with all of its subcommands, the exit codes and the error messages of this one. */
    public static CommandLine withErrors(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures());
    }

    static boolean isDebug(CommandLine line) {
        Object root = line.getCommandSpec().root().userObject();
        return root instanceof WritebackCommand command && command.debug;
    }

    @Override
    public Integer call() {
        throw console.missingCommand();
    }
}
