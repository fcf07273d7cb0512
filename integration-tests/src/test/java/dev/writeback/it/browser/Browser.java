package dev.writeback.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium, driven through chromedriver by W3C WebDriver's JSON over HTTP. Used by one thread. */
public final class Browser implements AutoCloseable {
    static final String CHROMIUM = "/usr/bin/chromium";
    static final String DRIVER = "/usr/bin/chromedriver";

    /** A name of somebody else's web site that leads to this machine. */
    public static final String REBOUND = "rebound.example.test";

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP " + REBOUND + " 127.0.0.1");

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process driver;
    private final URI session;
    private final Path profile;
    private final HttpClient client;

    private Browser(Process driver, URI session, Path profile, HttpClient client) {
        this.driver = driver;
        this.session = session;
        this.profile = profile;
        this.client = client;
    }

    static Browser start() throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium-profile");
        Process driver =
                new ProcessBuilder(DRIVER, "--port=0").redirectErrorStream(true).start();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            URI root = URI.create("http://127.0.0.1:" + port(driver) + "/session");
            ObjectNode chrome = JSON.createObjectNode().put("binary", CHROMIUM);
            ArrayNode arguments = chrome.putArray("args").add("--user-data-dir=" + profile);
            FLAGS.forEach(arguments::add);
            ObjectNode capabilities = JSON.createObjectNode();
            ObjectNode always = capabilities.putObject("capabilities").putObject("alwaysMatch");
            always.put("browserName", "chrome").set("goog:chromeOptions", chrome);
            always.putObject("goog:loggingPrefs").put("browser", "ALL");
            JsonNode made = send(client, HttpRequest.newBuilder(root).POST(body(capabilities)));
            return new Browser(
                    driver, URI.create(root + "/" + made.path("sessionId").asText()), profile, client);
        } catch (IOException | InterruptedException | RuntimeException e) {
            driver.destroyForcibly();
            throw e;
        }
    }

    private static String port(Process driver) throws IOException {
        BufferedReader output = driver.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return started.group(1);
            }
        }
        throw new IOException("chromedriver ended without a port");
    }

    /** Loads a page and waits for its {@code load} event. */
    public void open(URI page) throws IOException, InterruptedException {
        post("/url", JSON.createObjectNode().put("url", page.toString()));
    }

    /** What a function body returns in the page. */
    public JsonNode script(String body) throws IOException, InterruptedException {
        ObjectNode call = JSON.createObjectNode().put("script", body);
        call.putArray("args");
        return post("/execute/sync", call);
    }

    /** The text that a person sees in an element; empty for none. */
    public String text(String selector) throws IOException, InterruptedException {
        return script("const e = document.querySelector('" + selector + "'); return e ? e.innerText : '';")
                .asText();
    }

    /** Presses the tabulator key and says what has the focus then, by its id or else by its text. */
    public String tab() throws IOException, InterruptedException {
        press("\uE004");
        return script("const e = document.activeElement; return e.id || e.textContent.trim();")
                .asText();
    }

    /** Presses and releases a key, by its WebDriver code point. */
    public void press(String key) throws IOException, InterruptedException {
        ObjectNode actions = JSON.createObjectNode();
        ArrayNode keys = actions.putArray("actions")
                .addObject()
                .put("type", "key")
                .put("id", "keyboard")
                .putArray("actions");
        keys.addObject().put("type", "keyDown").put("value", key);
        keys.addObject().put("type", "keyUp").put("value", key);
        post("/actions", actions);
    }

    /** The page is that wide and high from now on. */
    public void resize(int width, int height) throws IOException, InterruptedException {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system says of the user's taste: {@code light} or {@code dark}, and nothing that moves. */
    public void preferScheme(String scheme) throws IOException, InterruptedException {
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** What was written to the console since the last call, errors and violations of the page's policy among it. */
    public List<String> console() throws IOException, InterruptedException {
        List<String> messages = new ArrayList<>();
        post("/se/log", JSON.createObjectNode().put("type", "browser"))
                .forEach(entry -> messages.add(entry.path("message").asText()));
        return messages;
    }

    /** The whole page as a picture. */
    public void screenshot(Path file) throws IOException, InterruptedException {
        JsonNode picture = command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    }

    /** A command of the DevTools protocol. */
    private JsonNode command(String name, Map<String, ?> parameters) throws IOException, InterruptedException {
        ObjectNode command = JSON.createObjectNode().put("cmd", name);
        command.set("params", JSON.valueToTree(parameters));
        return post("/goog/cdp/execute", command);
    }

    private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return send(client, HttpRequest.newBuilder(URI.create(session + path)).POST(body(body)));
    }

    private static HttpRequest.BodyPublisher body(ObjectNode body) {
        return BodyPublishers.ofString(body.toString());
    }

    private static JsonNode send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request.timeout(PATIENCE)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .build(),
                BodyHandlers.ofString());
        JsonNode value = JSON.readTree(answer.body()).path("value");
        if (answer.statusCode() != 200) {
            throw new IOException(
                    value.path("error").asText() + ": " + value.path("message").asText());
        }
        return value;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            send(client, HttpRequest.newBuilder(session).DELETE());
        } finally {
            driver.destroy();
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(profile)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
