package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.sandbox.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A support bundle of a running agent that logs all it can, with secrets planted wherever one could be. */
class DiagIT {
    private static final String PIN_VARIABLE = "WRITEBACK_IT_STORE_PIN";
    private static final String CODE_VARIABLE = "WRITEBACK_IT_ENROLMENT_CODE";
    private static final String ENROLMENT_CODE = "K7QF-93TW-HX2M-5RJD-8VNC";
    private static final String IN_A_COMMENT = "Old-Comment-Passw0rd-4711";
    private static final String NEW_PASSWORD = "Fresh-Bundle-Passw0rd-%d!";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path folder;

    private static AgentSite world;
    private static Map<String, String> environment;
    private static Map<String, String> secrets;
    private static Map<String, byte[]> bundle;
    private static Path file;
    private static String printed;

    @BeforeAll
    static void gather() throws Exception {
        // Given
        world = start();
        for (int i = 1; i <= 3; i++) {
            Ack ack = world.answer(world.reset("u0" + i, NEW_PASSWORD.formatted(i)));
            assertThat(ack.outcome()).isEqualTo(Outcome.OK);
        }
        assertThat(world.answer(world.reset("u04", "u04-Weak-Bundle")).outcome())
                .isNotEqualTo(Outcome.OK);
        secrets = secrets();

        // When
        file = folder.resolve("bundle.zip");
        Process diag = command("--out", file.toString(), "--seconds", "3", "--log", log().toString());
        for (int i = 5; i <= 7; i++) {
            world.answer(world.reset("u0" + i, NEW_PASSWORD.formatted(i)));
        }
        printed = new String(diag.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(diag.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(diag.exitValue()).as(printed).isZero();
        bundle = unpacked(Files.readAllBytes(file));
    }

    /** An agent with the PIN of its key store in an environment variable. */
    private static AgentSite start() throws Exception {
        AgentSite site = AgentSite.start(folder.resolve("site"));
        site.agent().terminate();
        assertThat(site.agent().awaitExit(Duration.ofSeconds(30))).hasValue(143);
        String config = Files.readString(site.site.agentConfig());
        String pinFile = pinFile(config);
        environment =
                Map.of(PIN_VARIABLE, Files.readString(site.site.file(pinFile)).strip(), CODE_VARIABLE, ENROLMENT_CODE);
        Files.writeString(
                site.site.agentConfig(),
                "# the old one was " + IN_A_COMMENT + "\n"
                        + config.replace(
                                "passwordFile: " + pinFile + "}\nrelay",
                                "passwordFile: \"env:" + PIN_VARIABLE + "\"}\nrelay"));
        assertThat(Files.readString(site.site.agentConfig())).contains(PIN_VARIABLE);
        site.startAgentAgain(environment);
        return site;
    }

    private static String pinFile(String config) {
        String keys = config.lines()
                .filter(line -> line.startsWith("keys:"))
                .findFirst()
                .orElseThrow();
        return keys.replaceFirst(".*passwordFile: ", "").replace("}", "");
    }

    private static Map<String, String> secrets() throws IOException {
        Map<String, String> planted = new LinkedHashMap<>();
        planted.put(
                "bind password",
                Files.readString(world.site.file("ldap.password")).strip());
        planted.put("key store's PIN", environment.get(PIN_VARIABLE));
        String connection =
                Files.readString(world.site.file("agent.connection")).strip();
        planted.put("connection string", connection);
        planted.put(
                "key of the connection string",
                connection.replaceFirst(".*SharedAccessKey=", "").replaceFirst(";.*", ""));
        planted.put("enrolment code", ENROLMENT_CODE);
        planted.put("comment", IN_A_COMMENT);
        planted.put(
                "control token",
                Files.readString(world.site.file("state/control.token")).strip());
        for (int i = 1; i <= 7; i++) {
            planted.put("new password " + i, NEW_PASSWORD.formatted(i));
        }
        planted.put("refused password", "u04-Weak-Bundle");
        planted.forEach((name, secret) -> assertThat(secret).as(name).hasSizeGreaterThan(8));
        return planted;
    }

    private static Path log() {
        return world.site.file("agent.log");
    }

    private static Process command(String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "diag",
                "--config",
                world.site.agentConfig().toString()));
        line.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @Test
    void holdsAllThatWasAskedFor() throws Exception {
        assertThat(bundle.keySet())
                .containsExactlyInAnyOrder(
                        "configuration.txt",
                        "versions.txt",
                        "check.txt",
                        "doctor.json",
                        "status.json",
                        "readyz.json",
                        "metrics.txt",
                        "threads.txt",
                        "journal.txt",
                        "log.txt",
                        "recording.jfr",
                        "contents.txt");
        assertThat(text("contents.txt")).endsWith("Not in it:\n\nSecrets that it was not searched for:\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(printed)
                .contains("bundle.zip, ")
                .contains("  recording.jfr\n")
                .doesNotContain("not in it")
                .doesNotContain("not searched for");
    }

    @Test
    void everyPartSaysSomething() throws Exception {
        JsonNode status = new ObjectMapper().readTree(bundle.get("status.json"));
        assertThat(status.path("ready").asBoolean()).isTrue();
        assertThat(text("configuration.txt"))
                .contains("agent.id: hq-1\n")
                .contains("keys.passwordFile: (an environment variable, not shown)\n")
                .contains("relay.serviceBus.connectionFile: (a file, not shown)\n");
        assertThat(text("check.txt")).isEqualTo("the configuration is valid\n");
        assertThat(new ObjectMapper().readTree(bundle.get("doctor.json")).path("checks"))
                .isNotEmpty();
        assertThat(text("metrics.txt")).contains("writeback_requests_total");
        assertThat(text("threads.txt")).contains("\"local-control\"").contains("at app//dev.writeback.agent.diag");
        assertThat(text("journal.txt")).contains("outcome OK: ").contains("reset on localhost");
        assertThat(text("versions.txt")).contains("java 17").contains(".jar\n");
        assertThat(text("log.txt")).contains("agent started").contains("level=debug");
    }

    @Test
    void theRecordingSawTheAgentAtWorkAndNothingOfItsEnvironment() throws Exception {
        Path recording = Files.write(folder.resolve("recording.jfr"), bundle.get("recording.jfr"));

        Set<String> events = new TreeSet<>();
        RecordingFile.readAllEvents(recording)
                .forEach(event -> events.add(event.getEventType().getName()));

        assertThat(events)
                .contains("jdk.CPULoad", "jdk.SocketWrite", "jdk.ThreadPark")
                .doesNotContain("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.JVMInformation");
        assertThat(world.site.file("state/diagnosis.jfr")).doesNotExist();
    }

    @Test
    void noSecretIsInItInWhateverForm() {
        assertThat(secrets).hasSize(15);
        secrets.forEach((name, secret) -> bundle.forEach((entry, content) -> assertThat(formsIn(content, secret))
                .as("the " + name + " in " + entry)
                .isEmpty()));
        secrets.forEach((name, secret) -> assertThat(printed).as(name).doesNotContain(secret));
    }

    @Test
    void noUserIsNamedButWhereTheLogDoes() {
        bundle.forEach((entry, content) -> {
            if (!entry.equals("log.txt")) {
                assertThat(new String(content, StandardCharsets.ISO_8859_1))
                        .as(entry)
                        .doesNotContain("CN=u0");
            }
        });
    }

    /** The search is worth something: it finds what is there. */
    @Test
    void theSearchFindsAPlantedOneInEveryForm() throws Exception {
        for (String secret : secrets.values()) {
            byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
            assertThat(formsIn(around(plain), secret)).contains("as it is");
            assertThat(formsIn(around(Base64.getEncoder().encode(plain)), secret))
                    .contains("Base64");
            assertThat(formsIn(around(secret.getBytes(StandardCharsets.UTF_16LE)), secret))
                    .containsExactly("UTF-16LE");
        }
        assertThat(formsIn(bundle.get("metrics.txt"), "writeback_requests_total"))
                .contains("as it is");
    }

    /** And in a recording: it would have been seen there. */
    @Test
    void theSearchSeesTheEnvironmentInARecordingThatHasIt() throws Exception {
        Path recorded = folder.resolve("other.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.InitialEnvironmentVariable");
            recording.start();
            recording.stop();
            recording.dump(recorded);
        }

        assertThat(formsIn(Files.readAllBytes(recorded), System.getenv("PATH"))).contains("as it is");
    }

    private static List<String> formsIn(byte[] content, String secret) {
        // Of one octet to a character, so that anything can be searched as text.
        String haystack = new String(content, StandardCharsets.ISO_8859_1);
        byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("as it is", octets(secret, StandardCharsets.UTF_8));
        forms.put("UTF-16LE", octets(secret, StandardCharsets.UTF_16LE));
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(plain);
        forms.put("Base64", encoded.substring(0, encoded.length() - encoded.length() % 4));
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        forms.put("Base64 for URLs", url.substring(0, url.length() - url.length() % 4));
        for (int before = 1; before < 3; before++) {
            String shifted =
                    Base64.getEncoder().encodeToString(("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8));
            forms.put("Base64 after " + before, shifted.substring(before + 1, (before + plain.length) / 3 * 4));
        }
        forms.put(
                "in JSON",
                octets(
                        new ObjectMapper().valueToTree(secret).toString().replaceAll("^\"|\"$", ""),
                        StandardCharsets.UTF_8));
        return forms.entrySet().stream()
                .filter(form -> haystack.contains(form.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String octets(String secret, Charset charset) {
        return new String(secret.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private static byte[] around(byte[] middle) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {1, 2, 3});
        all.writeBytes(middle);
        all.writeBytes(new byte[] {4, 5, 6});
        return all.toByteArray();
    }

    private static String text(String entry) {
        return new String(bundle.get(entry), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}
