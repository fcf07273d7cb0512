package dev.writeback.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.it.agent.Promtool.Verdict;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.secret.Secret;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * What {@code packaging/observability} asks for is what a real agent shows that has served one of each: every metric, every
 * label, every value of a label. A renamed metric must not silence an alarm.
 */
class ObservabilityIT {
    private static final Path THERE = Path.of("..", "packaging", "observability");
    private static final Path ALERTS = THERE.resolve("writeback-alerts.yaml");
    private static final Path ALERT_TESTS = THERE.resolve("writeback-alerts.test.yaml");
    private static final Path DASHBOARD = THERE.resolve("writeback-dashboard.json");
    private static final Path REPORT = Path.of("target", "observability");
    private static final Path RUNBOOKS = Path.of("..", "docs", "operations.md");
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";
    private static final Duration SOON = Duration.ofSeconds(60);

    /** What Prometheus itself adds to every series, or shows of a target. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    @TempDir
    static Path folder;

    private static AgentSite world;
    private static String page;
    private static ScrapedPage scraped;

    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    static void serveOneOfEach() throws Exception {
        world = AgentSite.start(folder);
        world.agent().close();
        world.age("u09");
        // Nobody listens on port 1: what depends on the second server and on the collector is down, and shown all the
        // same.
        Files.writeString(
                world.site.agentConfig(),
                Files.readString(world.site.agentConfig())
                                .replaceFirst(
                                        "( *)servers: \\[(.*)]",
                                        "$1servers: [$2, \"ldaps://localhost:1\"]\n$1verifyReplication: {seconds: 1}")
                        + "audit: {syslog: {server: \"localhost:1\"}}\n"
                        + "canary: {directory: corp, user: " + world.directory.guidOf("u09") + ", minutes: 5}\n");
        world.startAgentAgain();

        SealedRequest reset = seal(Draft.reset(world.user("u01"), Initiator.self()), Optional.empty());
        assertThat(world.answer(reset).outcome()).isEqualTo(Outcome.OK);
        assertThat(world.answer(seal(
                                Draft.change(world.user("pso01"), Initiator.self()),
                                Optional.of(world.directory.userPassword())))
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(world.answer(seal(Draft.validate(world.user("u03"), Initiator.self()), Optional.empty()))
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(world.answer(world.cloud()
                                .seal(
                                        Draft.unlock(world.user("u04"), Initiator.self()),
                                        Optional.empty(),
                                        Optional.empty()))
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(world.ping().outcome()).isEqualTo(Outcome.OK);
        world.cloud().post(reset.body(), UUID.randomUUID().toString()).get();
        world.cloud()
                .post(
                        "hello".getBytes(StandardCharsets.US_ASCII),
                        UUID.randomUUID().toString())
                .get();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.http.metrics())
                        .contains("\nwriteback_replays_total{kind=\"repeated\"} 1.0\n")
                        .contains("\nwriteback_rejections_total{kind=\"malformed\"} 1.0\n")
                        .contains("\nwriteback_canary_runs_total{outcome=\"ok\",reason=\"none\"} 1.0\n")
                        .doesNotContain("writeback_heartbeat_last_success_timestamp_seconds NaN"));
        page = world.http.metrics();
        scraped = ScrapedPage.of(page);
        Files.createDirectories(REPORT);
        Files.writeString(REPORT.resolve("metrics.txt"), page);
    }

    @AfterAll
    static void end() throws Exception {
        world.close();
    }

    private static SealedRequest seal(Draft draft, Optional<byte[]> current) {
        try (Secret password = Secret.takeOwnershipOf(AgentSite.utf8("Fresh-Passw0rd-7!"))) {
            Optional<Secret> old = current.map(Secret::copyOf);
            SealedRequest sealed = world.cloud().seal(draft.withTrace(TRACE), Optional.of(password), old);
            old.ifPresent(Secret::close);
            return sealed;
        }
    }

    @Test
    @Promtool.Needed
    void promtoolHasNothingAgainstOurMetrics() throws Exception {
        Verdict verdict = Promtool.checkMetrics(REPORT.resolve("metrics.txt"));
        Files.writeString(REPORT.resolve("promtool-check-metrics.txt"), verdict.output());

        // 0: clean; 3: something is, which may be of another prefix.
        assertThat(verdict.code()).as(verdict.output()).isIn(0, 3);
        assertThat(verdict.output().lines().filter(line -> line.startsWith("writeback_")))
                .isEmpty();
        assertThat(scraped.values().keySet().stream().filter(name -> name.startsWith("writeback_")))
                .hasSizeGreaterThan(40);
    }

    @Test
    void everyMetricOfOursHasItsHelp() {
        Set<String> withHelp = Pattern.compile("(?m)^# HELP (writeback_\\w+) \\S.*$")
                .matcher(page)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
        Set<String> all = Pattern.compile("(?m)^# TYPE (writeback_\\w+) .*$")
                .matcher(page)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());

        assertThat(withHelp).isEqualTo(all).isNotEmpty();
    }

    @Test
    void theTraceOfARequestIsAnExemplarForWhoWantsOpenMetrics() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(world.http.root().resolve("/metrics"))
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(response.body()).endsWith("# EOF\n");
        for (String stage : List.of("open", "lookup", "unseal", "write", "ack")) {
            assertThat(response.body().lines())
                    .as(stage)
                    .anyMatch(line -> line.startsWith("writeback_stage_seconds_bucket{stage=\"" + stage + "\"")
                            && line.contains("trace_id=\"" + TRACE_ID + "\""));
        }
        assertThat(response.body().lines())
                .anyMatch(line -> line.startsWith("writeback_request_seconds_bucket{operation=\"change\"")
                        && line.contains("trace_id=\"" + TRACE_ID + "\""));
    }

    @Test
    void theDashboardAsksForWhatIsThere() throws Exception {
        List<JsonNode> panels = panels();

        for (JsonNode panel : panels) {
            for (JsonNode target : panel.path("targets")) {
                String expression = plain(target.path("expr").asText());
                check(
                        panel.path("title").asText(),
                        expression,
                        target.path("legendFormat").asText());
            }
        }

        assertThat(problems).isEmpty();
        assertThat(panels.stream().filter(panel -> panel.path("type").asText().equals("row")))
                .extracting(panel -> panel.path("title").asText())
                .containsExactly("Overview", "Road", "Directory", "Relay", "Keys", "Security", "JVM");
        assertThat(panels.stream().filter(panel -> !panel.path("type").asText().equals("row")))
                .hasSizeGreaterThan(30)
                .allMatch(panel -> !panel.path("targets").isEmpty());
    }

    @Test
    void theAlertsAskForWhatIsThere() throws Exception {
        for (Map<String, Object> rule : rules()) {
            check(String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr")), "");
        }

        assertThat(problems).isEmpty();
    }

    @Test
    @Promtool.Needed
    void everyExpressionOfTheDashboardParses() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        int number = 0;
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                rules.append("  - record: panel:n").append(number++).append('\n');
                rules.append("    expr: '")
                        .append(plain(target.path("expr").asText()).replace("'", "''"))
                        .append("'\n");
            }
        }
        Path file = Files.writeString(REPORT.resolve("panels.yaml"), rules.toString());

        Verdict verdict = Promtool.checkRules(file);

        assertThat(verdict.code()).as(verdict.output()).isZero();
        assertThat(verdict.output()).contains("SUCCESS: " + number + " rules found");
    }

    @Test
    @Promtool.Needed
    void theAlertsParseAndTheirTestsPass() throws Exception {
        Verdict parsed = Promtool.checkRules(ALERTS);
        Verdict tested = Promtool.testRules(ALERT_TESTS);

        assertThat(parsed.code()).as(parsed.output()).isZero();
        assertThat(parsed.output()).contains("SUCCESS: " + rules().size() + " rules found");
        assertThat(tested.code()).as(tested.output()).isZero();
        assertThat(tested.output()).contains("SUCCESS");
    }

    @Test
    void eachAlertIsTestedToFireAndToKeepQuiet() throws Exception {
        Set<String> firing = new HashSet<>();
        Set<String> quiet = new HashSet<>();
        Map<String, Object> file = new Yaml().load(Files.readString(ALERT_TESTS));
        for (Map<String, Object> test : maps(file.get("tests"))) {
            for (Map<String, Object> look : maps(test.get("alert_rule_test"))) {
                (maps(look.get("exp_alerts")).isEmpty() ? quiet : firing).add(String.valueOf(look.get("alertname")));
            }
        }
        Set<String> all =
                rules().stream().map(rule -> String.valueOf(rule.get("alert"))).collect(Collectors.toSet());

        assertThat(firing).isEqualTo(all);
        assertThat(quiet).isEqualTo(all);
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhatToDo() throws Exception {
        Set<String> anchors = Files.readString(RUNBOOKS)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(ObservabilityIT::anchor)
                .collect(Collectors.toSet());

        for (Map<String, Object> rule : rules()) {
            String name = String.valueOf(rule.get("alert"));
            @SuppressWarnings("unchecked")
            Map<String, String> annotations = (Map<String, String>) rule.get("annotations");
            @SuppressWarnings("unchecked")
            Map<String, String> labels = (Map<String, String>) rule.get("labels");
            assertThat(labels.get("severity")).as(name).isIn("critical", "warning");
            assertThat(annotations).as(name).containsOnlyKeys("summary", "description", "runbook_url");
            assertThat(annotations.get("runbook_url")).as(name).startsWith("docs/operations.md#");
            assertThat(anchors)
                    .as(name)
                    .contains(annotations.get("runbook_url").substring("docs/operations.md#".length()));
        }
    }

    /** As the hosts of repositories make it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-');
    }

    private void check(String place, String expression, String legend) {
        PromQuery query = PromQuery.of(expression);
        assertThat(query.selectors()).as(place).isNotEmpty();
        Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
        for (PromQuery.Selector selector : query.selectors()) {
            if (selector.metric().equals("up")) {
                continue;
            }
            Map<String, Set<String>> there = scraped.values().get(selector.metric());
            if (there == null) {
                problems.add(place + ": no metric " + selector.metric());
                continue;
            }
            labels.addAll(there.keySet());
            selector.wishes().forEach(wish -> check(place, selector.metric(), wish, there));
        }
        Stream.concat(
                        query.grouping().stream(),
                        LEGEND.matcher(legend).results().map(found -> found.group(1)))
                .filter(label -> !labels.contains(label))
                .forEach(label -> problems.add(place + ": no label " + label));
    }

    private void check(String place, String metric, PromQuery.Wish wish, Map<String, Set<String>> there) {
        if (OF_PROMETHEUS.contains(wish.label())) {
            return;
        }
        if (!there.containsKey(wish.label())) {
            problems.add(place + ": no label " + wish.label() + " of " + metric);
            return;
        }
        Set<String> known = new HashSet<>(there.get(wish.label()));
        if (metric.equals("writeback_requests_total")) {
            Stream.of(Outcome.values(), Reason.values())
                    .flatMap(Arrays::stream)
                    .forEach(value -> known.add(value.name().toLowerCase(Locale.ROOT)));
        }
        for (String value : wish.value().split("\\|")) {
            if (!known.contains(value)) {
                problems.add(place + ": " + metric + " has no " + wish.label() + " " + value + ", but " + known);
            }
        }
    }

    /** Without what Grafana puts in. */
    private static String plain(String expression) {
        return expression.replace("$__rate_interval", "5m").replace("$instance", ".*");
    }

    private static List<JsonNode> panels() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        return StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .toList();
    }

    private static List<Map<String, Object>> rules() throws Exception {
        Map<String, Object> file = new Yaml().load(Files.readString(ALERTS));
        return maps(file.get("groups")).stream()
                .flatMap(group -> maps(group.get("rules")).stream())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object list) {
        return (List<Map<String, Object>>) list;
    }
}
