package dev.writeback.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.security.auth.module.UnixSystem;
import dev.writeback.agent.config.ConfigFiles;
import dev.writeback.agent.diag.DiagJson;
import dev.writeback.agent.diag.FlightRecording;
import dev.writeback.agent.http.Controls;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.http.Readiness;
import dev.writeback.agent.journal.SqliteJournal;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.status.StatusDocuments;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle where there is no agent, a bad file, or an agent that cannot do everything. */
class DiagCommandTest {
    @TempDir
    Path directory;

    private final CommandLineRun command = new CommandLineRun();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ConfigFiles files;
    private Path state;
    private Path log;
    private Path bundle;
    private LocalHttpServer server;
    private String recorded = "FLR\0recorded";
    private String scrape = "writeback_paused 0\n";

    @BeforeEach
    void startEndpoint() throws Exception {
        files = new ConfigFiles(directory);
        state = Files.createDirectory(directory.resolve("state"));
        log = files.write("agent.log", "agent started\n");
        bundle = directory.resolve("bundle.zip");
        String token = ControlToken.renew(state, new SecureRandom());
        Controls controls = new Controls(
                token,
                Runnable::run,
                Map.of(
                        "/control/threads", () -> DiagJson.of("12 threads\n"),
                        "/control/recording/begin", () -> recording("begin", new FlightRecording.Begun()),
                        "/control/recording/end", () -> recording("end", written())));
        server = LocalHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Protection.NONE,
                type -> scrape,
                () -> new Readiness(List.of(new Readiness.Component("relay", true, "up"))),
                controls,
                () -> new StatusDocuments().document().json());
    }

    private String recording(String what, FlightRecording.Result result) {
        asked.add(what);
        return DiagJson.of(result);
    }

    private FlightRecording.Result written() {
        try {
            return new FlightRecording.Written(Files.writeString(state.resolve("diagnosis.jfr"), recorded));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void stopEndpoint() {
        server.close();
    }

    private Path config(String yaml) {
        return files.write(
                "agent.yaml", yaml + "http: {port: " + server.address().getPort() + "}\n");
    }

    private int diag(Path config, String... more) {
        List<Object> arguments = new java.util.ArrayList<>(
                List.of("diag", "--config", config, "--out", bundle, "--log", log, "--seconds", "1"));
        arguments.addAll(List.of((Object[]) more));
        return command.run(arguments.toArray());
    }

    @Test
    void asksTheAgentForWhatOnlyItKnows() throws Exception {
        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(asked).containsExactly("begin", "end");
        assertThat(unpacked())
                .containsEntry("threads.txt", "12 threads\n")
                .containsEntry("recording.jfr", recorded)
                .containsEntry("metrics.txt", "writeback_paused 0\n")
                .containsEntry("log.txt", "agent started\n")
                .containsKeys("status.json", "readyz.json", "doctor.json", "versions.txt", "check.txt");
        assertThat(state.resolve("diagnosis.jfr")).doesNotExist();
        assertThat(command.out()).startsWith(bundle + ", ").contains("not in it\n  journal.txt: ");
    }

    @Test
    void isMadeWhereNoAgentRuns() throws Exception {
        Path config = config(ConfigFiles.MINIMAL);
        server.close();

        assertThat(diag(config)).isEqualTo(0);

        assertThat(unpacked())
                .containsKeys("configuration.txt", "check.txt", "doctor.json", "versions.txt", "log.txt")
                .doesNotContainKeys("status.json", "threads.txt", "recording.jfr");
        assertThat(unpacked().get("contents.txt")).contains("  recording.jfr: no agent answers on 127.0.0.1");
    }

    @Test
    void isMadeWithAConfigurationThatIsWrong() throws Exception {
        Path config = config(ConfigFiles.MINIMAL.replace("id: hq-1", "id: HQ 1, password: Inline-Passw0rd-9x"));

        assertThat(diag(config)).isEqualTo(0);

        assertThat(unpacked().get("check.txt")).contains("agent.id").contains("agent.password");
        assertThat(unpacked().get("contents.txt")).contains("  doctor.json: the configuration is not valid");
        assertThat(unpacked()).containsKeys("status.json", "recording.jfr");
        assertThat(unpacked().toString()).doesNotContain("Inline-Passw0rd");
    }

    @Test
    void isMadeOfWhatIsNoConfigurationAtAll() throws Exception {
        Path config = files.write("agent.yaml", "agent: [Inline-Passw0rd-9x");

        assertThat(diag(config)).isEqualTo(0);

        assertThat(unpacked()).containsOnlyKeys("versions.txt", "check.txt", "log.txt", "contents.txt");
        assertThat(unpacked().toString()).doesNotContain("Inline-Passw0rd");
    }

    @Test
    void leavesOutAPartThatASecretGotInto() throws Exception {
        scrape = "a metric of " + ConfigFiles.CANARY + "\n";
        files.write("agent.log", "the token is " + ControlToken.read(state) + "\n");

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKeys("metrics.txt", "log.txt");
        assertThat(unpacked().toString()).doesNotContain(ConfigFiles.CANARY);
        assertThat(command.out()).contains("  metrics.txt: a secret of the agent was found in it");
    }

    @Test
    void saysWhichSecretsItWasNotSearchedFor() throws Exception {
        Path config = config(ConfigFiles.MINIMAL
                .replace("passwordFile: keystore.pin", "passwordFile: 'credential:keys.pin'")
                .replace("passwordFile: ldap.password", "passwordFile: 'env:WRITEBACK_NOT_SET_HERE'"));
        files.write("relay.connection", "short");
        Files.delete(state.resolve("control.token"));

        assertThat(diag(config, "--no-doctor")).isEqualTo(0);

        String expected = "  the control token: there is none, or this user may not read it\n"
                + "  keys.passwordFile: a credential, but the service manager passed none (CREDENTIALS_DIRECTORY is not set)\n"
                + "  directories[0].bind.passwordFile: an environment variable that is not set\n"
                + "  relay.serviceBus.connectionFile: so short that it would be found anywhere by chance\n";
        assertThat(unpacked().get("contents.txt")).endsWith("\nSecrets that it was not searched for:\n" + expected);
        assertThat(command.out())
                .endsWith("secrets that it was not searched for, since they are not known here\n" + expected);
    }

    @Test
    void saysThatAConfigurationThatIsNoneTellsItNoSecret() throws Exception {
        assertThat(diag(files.write("agent.yaml", "agent: ["))).isEqualTo(0);

        assertThat(unpacked().get("contents.txt"))
                .endsWith("  the control token: the configuration does not say where it is\n"
                        + "  every secret of the configuration: the file is not YAML; see check.txt\n");
    }

    @Test
    void leavesOutAPartThatASecretGotIntoEscaped() throws Exception {
        files.write("ldap.password", "quo\"ted\\pass\n");
        files.write("agent.log", "time=1 level=info msg=\"bound with quo\\\"ted\\\\pass\"\n");

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKey("log.txt");
    }

    @Test
    void leavesOutARecordingThatIsNone() throws Exception {
        recorded = "root:$6$salt";

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKey("recording.jfr");
        assertThat(unpacked().get("contents.txt"))
                .contains("  recording.jfr: ")
                .contains("was not a recording")
                .doesNotContain("salt");
    }

    @Test
    void takesNoRecordingThroughALink() throws Exception {
        Files.createSymbolicLink(state.resolve("diagnosis.jfr"), files.write("other", ""));

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKey("recording.jfr");
        assertThat(unpacked().get("contents.txt")).contains("  recording.jfr: it cannot be read: ");
    }

    /** The service's user could lay there what leads to a file that root alone can read. */
    @Test
    void rootTakesNoJournalAndNoLogThroughLinksOfTheServicesUser() throws Exception {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Path others = Files.createDirectory(directory.resolve("others"));
        SqliteJournal.open(
                        others.resolve(SqliteJournal.FILE),
                        Clock.systemUTC(),
                        Clock.systemUTC(),
                        100,
                        Thread::new,
                        Waypoints.NONE)
                .close();
        Files.writeString(others.resolve("agent.log"), "of root alone\n");
        Path journal = Files.createSymbolicLink(state.resolve(SqliteJournal.FILE), others.resolve(SqliteJournal.FILE));
        Path logs = Files.createSymbolicLink(state.resolve("logs"), others);
        Files.setAttribute(state, "unix:uid", 1_234_567);
        Path config = config(ConfigFiles.MINIMAL);
        log = logs.resolve("agent.log");

        assertThat(diag(config, "--no-doctor")).isEqualTo(0);

        assertThat(unpacked())
                .doesNotContainKeys("journal.txt", "log.txt")
                .containsKeys("threads.txt", "recording.jfr");
        assertThat(unpacked().get("contents.txt"))
                .contains(journal + " is a link, which is not followed")
                .contains("  log.txt: " + logs + " is a link, which is not followed");
    }

    @Test
    void rootOpensNoFileBesideTheJournalThroughALink() throws Exception {
        boolean isRoot = new UnixSystem().getUid() == 0;
        assumeTrue(isRoot || "true".equals(System.getenv("FAULTS_REQUIRED")), "only root can give files away");
        Path journal = state.resolve(SqliteJournal.FILE);
        SqliteJournal.open(journal, Clock.systemUTC(), Clock.systemUTC(), 100, Thread::new, Waypoints.NONE)
                .close();
        Path other = directory.resolve("made-by-root");
        Files.createSymbolicLink(state.resolve(SqliteJournal.FILE + "-shm"), other);
        Files.setAttribute(state, "unix:uid", 1_234_567);

        assertThat(diag(config(ConfigFiles.MINIMAL), "--no-doctor")).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKey("journal.txt");
        assertThat(unpacked().get("contents.txt")).contains(journal + "-shm is a link, which is not followed");
        assertThat(other).doesNotExist();
    }

    @Test
    void aDamagedRowOfTheJournalCostsTheJournalAlone() throws Exception {
        Path journal = state.resolve(SqliteJournal.FILE);
        SqliteJournal.open(journal, Clock.systemUTC(), Clock.systemUTC(), 100, Thread::new, Waypoints.NONE)
                .close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO request (jti, rdig, state, admitted, keep_until)"
                    + " VALUES ('id', 'digest', 'seen', 'never-Passw0rd', 1)");
        }

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(0);

        assertThat(unpacked()).doesNotContainKey("journal.txt").containsKeys("log.txt", "recording.jfr");
        assertThat(unpacked().get("contents.txt"))
                .contains("  journal.txt: it could not be made (DateTimeParseException)\n")
                .doesNotContain("Passw0rd");
    }

    @Test
    void leavesOutWhatIsNotWanted() throws Exception {
        assertThat(diag(config(ConfigFiles.MINIMAL), "--no-doctor")).isEqualTo(0);
        assertThat(unpacked()).doesNotContainKey("doctor.json");

        Files.delete(bundle);
        assertThat(command.run(
                        "diag",
                        "--config",
                        directory.resolve("agent.yaml"),
                        "--out",
                        bundle,
                        "--log",
                        log,
                        "--no-doctor",
                        "--seconds",
                        "0"))
                .isEqualTo(0);
        assertThat(unpacked()).doesNotContainKey("recording.jfr");
        assertThat(asked).containsExactly("begin", "end");
    }

    @Test
    void replacesNoFile() throws Exception {
        Files.writeString(bundle, "mine");

        assertThat(diag(config(ConfigFiles.MINIMAL))).isEqualTo(1);

        assertThat(bundle).hasContent("mine");
        assertThat(command.err()).isEqualTo("writeback: " + bundle + " exists already; name another file with --out\n");
    }

    @Test
    void tellsScriptsWhatIsInItAndWhatIsNot() throws Exception {
        diag(config(ConfigFiles.MINIMAL), "--no-doctor", "--output", "json");

        JsonNode told = new ObjectMapper().readTree(command.out());
        assertThat(told.path("file").asText()).isEqualTo(bundle.toString());
        assertThat(told.path("entries").get(0).path("name").asText()).isEqualTo("configuration.txt");
        assertThat(told.path("notSearchedFor").isArray()).isTrue();
        assertThat(told.path("notSearchedFor")).isEmpty();
        assertThat(told.path("missing").toString()).contains("{\"name\":\"doctor.json\",\"why\":\"--no-doctor\"}");
    }

    @Test
    void refusesARecordingThatIsTooLong() {
        assertThat(diag(config(ConfigFiles.MINIMAL), "--seconds", "241")).isEqualTo(2);
        assertThat(bundle).doesNotExist();
    }

    private Map<String, String> unpacked() throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
