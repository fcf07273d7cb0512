package dev.writeback.sandbox.cli;

import dev.writeback.agent.cli.CommandException;
import dev.writeback.agent.cli.Console;
import dev.writeback.agent.cli.ExitCodes;
import dev.writeback.sandbox.desk.CloudService;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.site.Site;
import dev.writeback.sandbox.site.SiteException;
import dev.writeback.sandbox.site.SiteSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code writeback sandbox}. */
@Command(
        name = "sandbox",
        description =
                "Runs the embedded relay and directory, and writes all that an agent and a cloud need to use them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:it could not start", "2:wrong usage", "130, 143:interrupted, as is usual"})
public final class SandboxCommand implements Callable<Integer> {
    /** The values of {@code --directory}; the names are what is typed. */
    enum DirectoryChoice {
        embedded,
        none
    }

    @Mixin
    private final Console console = new Console();

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Gets all files; may not exist yet")
    private Path folder = Path.of("");

    @Option(
            names = "--directory",
            paramLabel = "embedded|none",
            description = "none: agent.yaml has a place for your own directory to fill in, and is kept")
    private DirectoryChoice directory = DirectoryChoice.embedded;

    @Option(names = "--http-port", paramLabel = "PORT", description = "The agent's local endpoint (default: 9464)")
    private int httpPort = 9464;

    @Override
    public Integer call() throws IOException, CommandException {
        ServerNoise.silence();
        SiteSettings embedded = SiteSettings.in(folder, httpPort);
        SiteSettings settings = directory == DirectoryChoice.none ? embedded.withoutDirectory() : embedded;
        try (Interruption signals = Interruption.listen();
                Site site = Site.open(settings, Clock.systemUTC(), new SecureRandom())) {
            CloudService desk = site.openDesk(Clock.systemUTC(), new SecureRandom());
            tell(site, console.out());
            tellDesk(site, desk, console.out());
            Interruption.await();
            return ExitCodes.DONE;
        } catch (SiteException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private static void tell(Site site, PrintWriter out) {
        out.println("ready");
        out.println();
        out.println("The relay listens on 127.0.0.1:" + site.relay().port() + ". It runs until you press Ctrl-C.");
        if (site.directory().isPresent()) {
            out.println("The directory is " + site.directory().get().url()
                    + "; every user has the same password, see below.");
        } else {
            out.println("Fill in the directory first: the section directories in " + site.agentConfig());
        }
        out.println();
        out.println("In a second terminal, the agent (start it again whenever you start the sandbox again):");
        out.println("  ./writeback run --config " + site.agentConfig());
        out.println();
        out.println("In a third one, the cloud:");
        String send = "  ./writeback cloud send --config " + site.cloudConfig();
        out.println(send + " ping");
        site.directory().ifPresentOrElse(users -> tellUsers(users, send, out), () -> tellOwnUser(send, out));
        out.flush();
    }

    private static void tellDesk(Site site, CloudService desk, PrintWriter out) {
        out.println();
        out.println("Further agents enrol at https://localhost:" + desk.port() + ", with a code from");
        out.println("  ./writeback cloud code --config " + site.cloudConfig());
        out.flush();
    }

    private static void tellUsers(EmbeddedDirectory directory, String send, PrintWriter out) {
        out.println("  printf 'N3w-Passw0rd!' > new.txt");
        out.println(send + " reset --user objectGUID:" + directory.guidOf("u01") + " --new-password-file new.txt");
        out.println();
        out.println("Some users (the password of all is in integration-tests/samba/samba-ad-seed.py):");
        for (String name : new String[] {"u01", "u02", "pso01", "locked01", "mustchange01", "admin01", "outside01"}) {
            out.println(String.format("  %-13s objectGUID:%s", name, directory.guidOf(name)));
        }
    }

    private static void tellOwnUser(String send, PrintWriter out) {
        out.println(send + " reset --user objectGUID:YOUR-USER --new-password-file FILE");
    }
}
