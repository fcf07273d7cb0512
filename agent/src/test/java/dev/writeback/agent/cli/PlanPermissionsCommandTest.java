package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.ConfigFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanPermissionsCommandTest {
    private static final String SID = "S-1-5-21-1-2-3-1105";
    private static final String RESET = "00299570-246d-11d0-a768-00aa006e0529";

    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();

    private Path config(String operations) {
        return new ConfigFiles(directory).write("agent.yaml", ConfigFiles.MINIMAL + operations);
    }

    @Test
    void plansForUnitsWithoutAConfiguration() {
        assertThat(command.run(
                        "plan-permissions",
                        "--account",
                        "CORP\\svc-writeback",
                        "--ou",
                        "OU=Staff,DC=corp,DC=test",
                        "--ou",
                        "OU=More,DC=corp,DC=test",
                        "--format",
                        "dsacls"))
                .isEqualTo(0);

        assertThat(command.out())
                .contains("dsacls \"OU=Staff,DC=corp,DC=test\" /I:S /G \"CORP\\svc-writeback:CA;Reset Password;user\"")
                .contains(
                        "dsacls \"OU=More,DC=corp,DC=test\" /I:S /G \"CORP\\svc-writeback:WP;pwdLastSet;inetOrgPerson\"")
                .containsOnlyOnce("Unexpire Password");
    }

    @Test
    void plansForTheUnitsOfTheConfigurationAndItsOperations() {
        Path file = config("operations: {reset: false, adminReset: false, change: false, unlock: true}\n");

        assertThat(command.run("plan-permissions", "--config", file, "--account", SID, "--format", "samba-tool"))
                .isEqualTo(0);

        assertThat(command.out())
                .startsWith("# directory corp\nset -eu\nsid=" + SID + "\n")
                .contains("lockoutTime")
                .doesNotContain(RESET)
                .doesNotContain("Unexpire");
    }

    @Test
    void grantsNothingWhenNothingIsEverWritten() {
        Path file = config("operations: {reset: false, adminReset: false, change: false, unlock: false}\n");

        assertThat(command.run("plan-permissions", "--config", file, "--account", SID))
                .isEqualTo(0);
        assertThat(command.out())
                .isEqualTo("directory corp: nothing, since every operation that writes is switched off\n");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThat(command.run("plan-permissions", "--ou", "OU=Staff,DC=corp,DC=test"))
                .isEqualTo(2);
        assertThat(command.err()).contains("--ou needs --account");
        assertThat(command.run("plan-permissions", "--ou", "Staff", "--account", SID))
                .isEqualTo(2);
        assertThat(command.err()).contains("'Staff' is no distinguished name");
        assertThat(command.run(
                        "plan-permissions",
                        "--ou",
                        "OU=Staff,DC=corp,DC=test",
                        "--account",
                        "CN=svc,DC=corp,DC=test",
                        "--format",
                        "samba-tool"))
                .isEqualTo(2);
        assertThat(command.err()).contains("by samba-tool an account is safely named by its SID alone");
        assertThat(command.run("plan-permissions", "--format", "excel")).isEqualTo(2);
        assertThat(command.err()).contains("dsacls, powershell, samba-tool, text");
    }
}
