package dev.writeback.agent.cli;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.doctor.Inspectors;
import dev.writeback.agent.doctor.NeededRights;
import dev.writeback.agent.doctor.PermissionPlan;
import dev.writeback.agent.logging.AgentLogging;
import dev.writeback.directory.rights.GrantForm;
import dev.writeback.directory.rights.GrantPlan;
import dev.writeback.directory.rights.Trustee;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback plan-permissions}: what an administrator has to grant to the service account. */
@Command(
        name = "plan-permissions",
        description = "Prints what the service account has to be granted, and nothing more.",
        footer = {
            "",
            "With --account and --ou no configuration is read and every operation of the default is planned for.",
            "Without --account the directory is asked for the SID of its service account, with one bind."
        })
final class PlanPermissionsCommand implements Callable<Integer> {
    private final AgentConfigLoader loader;
    private final Inspectors inspectors;
    private final Clock clock;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "Who gets the rights: S-1-5-21-..., DOMAIN\\name, name@domain or a distinguished name.")
    private @Nullable String account;

    @Option(
            names = "--ou",
            paramLabel = "DN",
            description = "A unit whose users are served, in place of those of the configuration; can be repeated.")
    private List<String> units = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = GrantFormConverter.class,
            completionCandidates = GrantFormConverter.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private GrantForm form = GrantForm.TEXT;

    @Mixin
    private final Console console = new Console();

    PlanPermissionsCommand(AgentConfigLoader loader, Inspectors inspectors, Clock clock) {
        this.loader = loader;
        this.inspectors = inspectors;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException {
        AgentLogging.silence();
        String text;
        try {
            text = units.isEmpty() ? ofConfiguration() : ofUnits();
        } catch (IllegalArgumentException e) {
            throw console.wrongUsage(String.valueOf(e.getMessage()));
        }
        PrintWriter out = console.out();
        out.print(text);
        out.flush();
        return ExitCodes.DONE;
    }

    private String ofUnits() {
        if (account == null) {
            throw console.wrongUsage("--ou needs --account: who gets the rights?");
        }
        GrantPlan plan = GrantPlan.of(NeededRights.of(OperationSettings.DEFAULT), units);
        return form.write(Trustee.parse(account), plan);
    }

    private String ofConfiguration() throws ConfigException {
        AgentConfig loaded = loader.load(config.file());
        Optional<Trustee> trustee = Optional.ofNullable(account).map(Trustee::parse);
        List<String> sections = new ArrayList<>();
        for (var settings : loaded.directories()) {
            PermissionPlan plan = PermissionPlan.of(settings, loaded.operations(), trustee, inspectors, clock);
            sections.add(section(plan));
        }
        return String.join("\n", sections);
    }

    private String section(PermissionPlan permission) {
        String heading = form.comment() + "directory " + permission.directory();
        if (permission.plan().isEmpty()) {
            return heading + ": of the type standard; its server's own access rules decide, see docs/operations.md,"
                    + " Standard LDAP\n";
        }
        GrantPlan plan = permission.plan().get();
        return plan.grants().isEmpty()
                ? heading + ": nothing, since every operation that writes is switched off\n"
                : heading + "\n" + form.write(permission.trustee(), plan);
    }
}
