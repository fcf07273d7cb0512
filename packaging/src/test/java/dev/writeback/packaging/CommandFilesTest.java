package dev.writeback.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.Main;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandFilesTest {
    @Command(name = "tool", description = "Does a thing.", subcommands = Look.class)
    private static final class Tool {}

    @Command(name = "look", description = ".Looks \\ at it.")
    private static final class Look {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "Where (default: ${DEFAULT-VALUE}).",
                defaultValue = "/etc/x-y")
        private String config = "";

        @Option(names = "--now", required = true, paramLabel = "WHEN", description = "'Soon'.")
        private String now = "";
    }

    @TempDir
    Path share;

    @Test
    void aPageHoldsEveryCommandWithItsOptionsAsManReadsThem() {
        String page = ManualPage.of(new CommandLine(new Tool()), "1.2", LocalDate.of(2026, 11, 23));

        assertThat(page)
                .startsWith(".TH \"TOOL\" 1 \"2026\\-11\\-23\" \"tool 1.2\" \"User Commands\"\n"
                        + ".SH \"NAME\"\ntool \\- Does a thing\n")
                .contains("\n.SS \"tool look \\-\\-now WHEN [OPTION]...\"\n\\&.Looks \\e at it.\n")
                .contains("\n.TP\n\\fB\\-c\\fR, \\fB\\-\\-config\\fR \\fIFILE\\fR\nWhere (default: /etc/x\\-y).\n")
                .contains("\n.TP\n\\fB\\-\\-now\\fR \\fIWHEN\\fR\n\\&'Soon'.\n");
    }

    @Test
    void thePageOfTheAgentNamesAllItsCommandsAndTheirExitCodes() {
        String page = ManualPage.of(Main.commandLine(), "1.2", LocalDate.of(2026, 11, 23));

        assertThat(page)
                .contains("writeback run", "writeback config check", "writeback keys rotate", "writeback doctor")
                .contains("\\fB78\\fR\nthe configuration is wrong\n");
    }

    @Test
    void isTheSameForTheSameCommands() throws Exception {
        Instant built = Instant.parse("2026-11-23T00:00:00Z");
        CommandFiles.write(share.resolve("a"), built, "1.2-SNAPSHOT");
        CommandFiles.write(share.resolve("b"), built, "1.2-SNAPSHOT");

        for (String file : new String[] {
            "layout/share/man/man1/writeback.1.gz",
            "layout/share/bash-completion/completions/writeback",
            "debian/writeback-agent/changelog.gz",
            "debian/writeback-agent-jars/changelog.gz"
        }) {
            assertThat(Files.readAllBytes(share.resolve("a").resolve(file)))
                    .isNotEmpty()
                    .isEqualTo(Files.readAllBytes(share.resolve("b").resolve(file)));
        }
        assertThat(Files.readString(share.resolve("a/layout/share/bash-completion/completions/writeback")))
                .contains("complete -F _complete_writeback");
        try (InputStream log =
                new GZIPInputStream(Files.newInputStream(share.resolve("a/debian/writeback-agent/changelog.gz")))) {
            assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("writeback-agent (1.2~snapshot) stable; urgency=medium\n")
                    .endsWith(">  Mon, 23 Nov 2026 00:00:00 +0000\n");
        }
    }
}
