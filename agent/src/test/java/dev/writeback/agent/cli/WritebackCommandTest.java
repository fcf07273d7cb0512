package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.AgentConfigSchema;
import dev.writeback.agent.config.ConfigFiles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WritebackCommandTest {
    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelp(String name) {
        assertThat(command.run((Object[]) (name + " --help").strip().split(" ")))
                .isEqualTo(0);
        assertThat(command.out()).startsWith("Usage: " + ("writeback " + name).strip());
        assertThat(command.err()).isEmpty();
    }

    static Stream<String> everyCommand() {
        return names("", new CommandLineRun().line());
    }

    private static Stream<String> names(String path, CommandLine line) {
        return Stream.concat(
                Stream.of(path),
                line.getSubcommands().entrySet().stream()
                        .flatMap(entry -> names((path + " " + entry.getKey()).strip(), entry.getValue())));
    }

    @Test
    void treeHasTheCommandsOfTheContract() {
        assertThat(everyCommand())
                .containsExactlyInAnyOrder(
                        "",
                        "run",
                        "config",
                        "config check",
                        "config schema",
                        "config reload",
                        "keys",
                        "keys list",
                        "keys public",
                        "keys rotate",
                        "configure",
                        "enroll",
                        "doctor",
                        "plan-permissions",
                        "status",
                        "diag",
                        "journal",
                        "journal list",
                        "audit",
                        "audit verify");
    }

    @Test
    void printsItsVersion() {
        assertThat(command.run("--version")).isEqualTo(0);
        assertThat(command.out()).isEqualTo("writeback 1.2.3\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rum", "run --confg x", "run x", "run --config", "keys list --output xml", "config", "keys"})
    void wrongUsageIsExitCodeTwoAndPointsToTheHelp(String arguments) {
        assertThat(command.run((Object[]) arguments.split(" "))).isEqualTo(2);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).startsWith("writeback").contains("--help'.");
        assertThat(command.launched).isEmpty();
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(command.run()).isEqualTo(2);
        assertThat(command.err())
                .contains("a command is missing")
                .contains("Commands: run, config, keys, configure, enroll, doctor, plan-permissions, status");
    }

    @Test
    void printsTheSchema() {
        assertThat(command.run("config", "schema")).isEqualTo(0);
        assertThat(command.out()).isEqualTo(AgentConfigSchema.text());
    }

    @Test
    void runHandsTheConfigurationToTheLauncher() {
        Path file = new ConfigFiles(directory).write("agent.yaml", ConfigFiles.MINIMAL);
        CommandLineRun failing = new CommandLineRun(config -> 1);

        assertThat(failing.run("run", "--config", file)).isEqualTo(1);
        assertThat(failing.launched).extracting(config -> config.agent().id()).containsExactly("hq-1");
    }

    @Test
    void wrongConfigurationIsExitCode78WithAllProblems() {
        Path file = new ConfigFiles(directory)
                .write(
                        "agent.yaml",
                        ConfigFiles.MINIMAL
                                .replace("hq-1", "HQ")
                                .replace("passwordFile: ldap.password", "password: " + ConfigFiles.CANARY));

        assertThat(command.run("run", "--config", file)).isEqualTo(78);
        assertThat(command.launched).isEmpty();
        assertThat(command.out()).isEmpty();
        assertThat(command.err())
                .startsWith("writeback: " + file + " is not a valid configuration:\n")
                .contains("  agent.id (line 1): found 'HQ'; accepted: 1 to 63 of a-z, 0-9 and -\n")
                .contains("  directories[0].bind.passwordFile (line 12): found nothing; accepted: the name of a file")
                .contains("  directories[0].bind.password (line 12): found a secret in the file itself (not shown);")
                .doesNotContain(ConfigFiles.CANARY)
                .doesNotContain("\tat ");
    }

    @Test
    void missingFileIsExitCode78() {
        assertThat(command.run("run", "--config", directory.resolve("gone.yaml")))
                .isEqualTo(78);
        assertThat(command.err()).contains("found no such file; accepted: an existing file; name it with --config");
    }

    @Test
    void launcherSaysWhyItCouldNotStart() {
        Path file = new ConfigFiles(directory).write("agent.yaml", ConfigFiles.MINIMAL);
        IllegalStateException cause = new IllegalStateException("inner");
        CommandLineRun misconfigured = new CommandLineRun(config -> {
            throw CommandException.misconfigured("keys.store: wrong PIN", cause);
        });
        CommandLineRun failed = new CommandLineRun(config -> {
            throw CommandException.failed("http: the port is in use", cause);
        });

        assertThat(misconfigured.run("run", "-c", file)).isEqualTo(78);
        assertThat(misconfigured.err()).isEqualTo("writeback: keys.store: wrong PIN\n");
        assertThat(failed.run("run", "-c", file)).isEqualTo(1);
        assertThat(failed.err()).isEqualTo("writeback: http: the port is in use\n");
    }

    @Test
    void unexpectedFailureShowsItsTraceOnlyOnRequest() {
        Path file = new ConfigFiles(directory).write("agent.yaml", ConfigFiles.MINIMAL);
        AgentLauncher broken = config -> {
            throw new IllegalStateException("broken");
        };
        CommandLineRun quiet = new CommandLineRun(broken);
        CommandLineRun debug = new CommandLineRun(broken);

        assertThat(quiet.run("run", "-c", file)).isEqualTo(1);
        assertThat(quiet.err())
                .startsWith("writeback: unexpected failure: java.lang.IllegalStateException: broken\n")
                .contains("--debug")
                .doesNotContain("\tat ");
        assertThat(debug.run("run", "--debug", "-c", file)).isEqualTo(1);
        assertThat(debug.err()).contains("\tat ");
    }

    @Test
    void anotherModuleCanAddCommandsWithTheSameErrors() {
        CommandLineRun extended = new CommandLineRun();
        extended.add(new Demo());

        assertThat(extended.run("demo", "--help")).isEqualTo(0);
        assertThat(extended.run("demo", "--wrong")).isEqualTo(2);
        assertThat(extended.run("demo")).isEqualTo(78);
        assertThat(extended.err()).contains("writeback: demo.key: wrong\n").doesNotContain("\tat ");
    }

    @CommandLine.Command(name = "demo")
    private static final class Demo implements java.util.concurrent.Callable<Integer> {
        @Override
        public Integer call() throws CommandException {
            throw CommandException.misconfigured("demo.key: wrong", new IllegalStateException());
        }
    }
}
