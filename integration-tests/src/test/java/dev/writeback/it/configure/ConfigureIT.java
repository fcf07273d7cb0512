package dev.writeback.it.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigureIT {
    @TempDir
    private Path folder;

    private WizardSite site;

    @BeforeEach
    void open() throws Exception {
        site = WizardSite.embedded(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theWizardLeadsAFreshMachineToItsFirstReset() throws Exception {
        WizardConversation.holds(site, Path.of("target", "wizard", "embedded.txt"));
    }

    @Test
    void unattendedAFreshMachineComesToItsFirstReset() throws Exception {
        long start = System.nanoTime();

        Ran ran = run(site.unattended(folder.resolve("password"), folder.resolve("code")));
        assertThat(ran.exit()).as(ran.output()).isZero();
        site.resetsAPassword();

        System.out.printf(
                "from an empty folder to the first good reset: %.1f s of 60%n", (System.nanoTime() - start) / 1e9);
    }

    @Test
    void withAnAnswerMissingItNamesTheFlagAndWritesNothing() throws Exception {
        List<String> line = new ArrayList<>(site.unattended(folder.resolve("password"), folder.resolve("code")));
        line.removeIf(flag -> flag.startsWith("--issuer"));

        Ran ran = run(line);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output()).contains("--issuer: found nothing").contains("nothing was written");
        assertThat(site.config()).doesNotExist();
    }

    @Test
    void aCertificateThatNobodyAcceptedIsNotBelieved() throws Exception {
        List<String> line = new ArrayList<>(site.unattended(folder.resolve("password"), folder.resolve("code")));
        line.replaceAll(
                flag -> flag.startsWith("--directory-ca-sha256=") ? flag.substring(0, flag.length() - 1) : flag);

        Ran ran = run(line);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.output()).contains("--directory-ca-sha256").contains("it is not accepted");
        assertThat(site.config()).doesNotExist();
    }

    @Test
    void endedByControlCItLeavesNothing() throws Exception {
        long before = setupFolders();
        try (TmuxTerminal terminal = TmuxTerminal.running(site.configure("--agent-id=hq-9"))) {
            terminal.awaitPrompt("Id of this agent [hq-9]");
            terminal.press("C-c");
            terminal.awaitText("nothing was written");
            terminal.awaitText("ended with 1");
        }
        assertThat(site.config()).doesNotExist();
        assertThat(setupFolders()).isEqualTo(before);
    }

    @Test
    void aTerminalThatIsClosedLeavesNothing() throws Exception {
        long before = setupFolders();
        try (TmuxTerminal terminal = TmuxTerminal.running(site.configure(
                "--agent-id=hq-9",
                "--cloud-url=" + site.deskUrl(),
                "--issuer=https://sspr.example.test",
                "--audience=urn:pwb:sandbox:hq",
                "--code=" + site.code(),
                "--server=" + site.target().url(),
                "--base-dn=" + site.target().baseDn(),
                "--directory-ca=" + site.file("directory-ca.pem"),
                "--bind-user=" + site.target().serviceAccount(),
                "--bind-password-file=" + site.file("ldap.password")))) {
            for (int i = 0; i < 18; i++) {
                terminal.type("");
            }
            terminal.awaitPrompt("Numbers to tick");
            assertThat(setupFolders()).isEqualTo(before + 1);
        }

        await().untilAsserted(() -> assertThat(setupFolders()).isEqualTo(before));
    }

    private long setupFolders() throws IOException {
        try (Stream<Path> files = Files.list(site.temporary())) {
            return files.filter(file -> file.getFileName().toString().startsWith("writeback-setup"))
                    .count();
        }
    }

    private record Ran(int exit, String output) {}

    private static Ran run(List<String> line) throws Exception {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
