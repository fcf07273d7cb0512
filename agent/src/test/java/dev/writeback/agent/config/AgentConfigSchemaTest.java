package dev.writeback.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writeback.agent.config.KnownKey.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published schema and the loader know the same keys, with the same types, needs and defaults. */
class AgentConfigSchemaTest {
    @TempDir
    Path directory;

    private ConfigFiles files;
    private JsonNode schema;
    private List<KnownKey> known;
    private final Map<String, JsonNode> published = new TreeMap<>();
    private final TreeSet<String> publishedAsRequired = new TreeSet<>();

    @BeforeEach
    void walkBoth() throws Exception {
        files = new ConfigFiles(directory);
        Path file = files.write("agent.yaml", ConfigFiles.COMPLETE);
        Reading reading = files.loader().reading(file);
        files.loader().load(file, reading);
        known = reading.known();
        schema = new ObjectMapper().readTree(AgentConfigSchema.text());
        walk("", schema);
    }

    private void walk(String path, JsonNode object) {
        assertThat(object.path("additionalProperties"))
                .as("unknown keys are errors in '%s'", path)
                .isEqualTo(schema.path("additionalProperties"));
        object.path("required").forEach(name -> publishedAsRequired.add(child(path, name.textValue())));
        object.path("properties").properties().forEach(property -> {
            String key = child(path, property.getKey());
            JsonNode type = resolved(property.getValue());
            published.put(key, type);
            if (type.path("type").asText().equals("object")) {
                walk(key, type);
            } else if (resolved(type.path("items")).path("type").asText().equals("object")) {
                walk(key + "[]", resolved(type.path("items")));
            }
        });
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /** Of a number that a word may stand for, the number. */
    private static JsonNode number(JsonNode type) {
        return type.path("anyOf").path(0).isMissingNode()
                ? type
                : type.path("anyOf").path(0);
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Test
    void isDraft2020AndRefusesUnknownKeys() {
        assertThat(schema.path("$schema").textValue()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
        assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
    }

    @Test
    void knowsTheKeysThatTheLoaderAsksForAndNoOther() {
        TreeSet<String> asked = known.stream()
                .filter(key -> key.kind() != Kind.UNSUPPORTED)
                .map(KnownKey::key)
                .collect(Collectors.toCollection(TreeSet::new));
        asked.add("relay.serviceBus.proxy");

        assertThat(published.keySet()).isEqualTo(asked).hasSizeGreaterThan(45);
    }

    @Test
    void requiresWhatTheLoaderRequires() {
        TreeSet<String> required = known.stream()
                .filter(KnownKey::required)
                .map(KnownKey::key)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(publishedAsRequired).isEqualTo(required);
    }

    @Test
    void givesEachKeyTheTypeThatTheLoaderReads() {
        for (KnownKey key : known) {
            if (key.kind() != Kind.UNSUPPORTED) {
                assertThat(kind(published.get(key.key()))).as(key.key()).isEqualTo(key.kind());
            }
        }
    }

    private Kind kind(JsonNode type) {
        if (type.has("enum")) {
            return Kind.TEXT;
        }
        return switch (number(type).path("type").asText()) {
            case "object" -> Kind.SECTION;
            case "string" -> Kind.TEXT;
            case "integer" -> Kind.NUMBER;
            case "boolean" -> Kind.FLAG;
            case "array" ->
                resolved(type.path("items")).path("type").asText().equals("object") ? Kind.SECTIONS : Kind.TEXTS;
            default -> throw new AssertionError("no such type is expected: " + type);
        };
    }

    @Test
    void itsDefaultsAreTheLoadersDefaults() throws Exception {
        String spelledOut = ConfigFiles.MINIMAL
                        .replace(
                                "stateDirectory: state",
                                "stateDirectory: state, logLevel: " + byDefault("agent.logLevel") + ", checkFileModes: "
                                        + byDefault("agent.checkFileModes"))
                        .replace(
                                "replies: replies",
                                "replies: replies, transport: " + byDefault("relay.serviceBus.transport"))
                        .replace(
                                "DC=test\"]}", "DC=test\"], exclude: " + byDefault("directories[].scope.exclude") + "}")
                + "    connectTimeout: " + byDefault("directories[].connectTimeout") + "\n"
                + "    responseTimeout: " + byDefault("directories[].responseTimeout") + "\n"
                + "    poolSize: " + byDefault("directories[].poolSize") + "\n"
                + "    primaryFirst: " + byDefault("directories[].primaryFirst") + "\n"
                + "    requireHistoryOnReset: " + byDefault("directories[].requireHistoryOnReset") + "\n"
                + "    allowUserPrincipalName: " + byDefault("directories[].allowUserPrincipalName") + "\n"
                + "operations:\n"
                + published.keySet().stream()
                        .filter(key -> key.startsWith("operations."))
                        .map(key -> "  " + key.substring("operations.".length()) + ": " + byDefault(key) + "\n")
                        .collect(Collectors.joining())
                + "limits: {perUser: {count: 5, seconds: 3600}, perAgent: {count: 100, seconds: 60}, inFlight: "
                + byDefault("limits.inFlight") + "}\n"
                + "http: {address: " + byDefault("http.address") + ", port: " + byDefault("http.port") + "}\n"
                + "audit: {file: state/audit.jsonl}\n";

        assertThat(files.load(spelledOut)).isEqualTo(files.load(ConfigFiles.MINIMAL));
        assertThat(schema.at("/properties/limits/properties/perUser/default"))
                .hasToString("{\"count\":5,\"seconds\":3600}");
        assertThat(schema.at("/properties/limits/properties/perAgent/default"))
                .hasToString("{\"count\":100,\"seconds\":60}");
    }

    private String byDefault(String key) {
        JsonNode value = published.get(key).path("default");
        assertThat(value.isMissingNode()).as("default of %s", key).isFalse();
        return value.isTextual() ? value.textValue() : value.toString();
    }

    @Test
    void itsBoundsAreTheLoadersBounds() {
        Map<String, IntRange> ranges = Map.ofEntries(
                Map.entry("keys.pkcs11.slot", KeysReader.SLOTS),
                Map.entry("directories[].connectTimeout", DirectorySettings.CONNECT_SECONDS),
                Map.entry("directories[].responseTimeout", DirectorySettings.RESPONSE_SECONDS),
                Map.entry("directories[].poolSize", DirectorySettings.POOL),
                Map.entry("directories[].verifyReplication.servers", ReplicationSettings.SERVERS),
                Map.entry("directories[].verifyReplication.seconds", ReplicationSettings.SECONDS),
                Map.entry("limits.perUser.count", LimitSettings.Rate.COUNT),
                Map.entry("limits.perUser.seconds", LimitSettings.Rate.SECONDS),
                Map.entry("limits.perAgent.count", LimitSettings.Rate.COUNT),
                Map.entry("limits.perAgent.seconds", LimitSettings.Rate.SECONDS),
                Map.entry("limits.inFlight", LimitSettings.IN_FLIGHT),
                Map.entry("http.port", HttpSettings.PORT),
                Map.entry("audit.checkpointEvery", AuditReader.CHECKPOINT_EVERY),
                Map.entry("audit.fileMegabytes", AuditReader.MEGABYTES),
                Map.entry("audit.keepDays", AuditReader.DAYS),
                Map.entry("canary.minutes", CanarySettings.MINUTES));
        List<String> numbers = known.stream()
                .filter(key -> key.kind() == Kind.NUMBER)
                .map(KnownKey::key)
                .toList();

        assertThat(ranges.keySet()).containsExactlyInAnyOrderElementsOf(numbers);
        ranges.forEach((key, range) -> assertThat(new IntRange(
                        number(published.get(key)).path("minimum").intValue(),
                        number(published.get(key)).path("maximum").intValue()))
                .as(key)
                .isEqualTo(range));
        Map<String, TextForm> forms = Map.ofEntries(
                Map.entry("agent.id", AgentSettings.ID),
                Map.entry("cloud.issuer", CloudSettings.ISSUER),
                Map.entry("cloud.audience", CloudSettings.AUDIENCE),
                Map.entry("cloud.url", DeskSettings.URL),
                Map.entry("cloud.proxy", DeskSettings.PROXY),
                Map.entry("keys.pkcs11.tokenLabel", TokenName.Label.FORM),
                Map.entry("relay.serviceBus.requests", ServiceBusSettings.QUEUE),
                Map.entry("relay.serviceBus.replies", ServiceBusSettings.QUEUE),
                Map.entry("relay.serviceBus.presence", ServiceBusSettings.QUEUE),
                Map.entry("directories[].name", DirectorySettings.NAME),
                Map.entry("directories[].domain", ServerSettings.Discovered.DOMAIN),
                Map.entry("directories[].site", ServerSettings.Discovered.SITE),
                Map.entry("audit.syslog.server", AuditReader.SERVER),
                Map.entry("canary.directory", DirectorySettings.NAME),
                Map.entry("canary.user", CanarySettings.USER));
        forms.forEach((key, form) -> assertThat(
                        published.get(key).path("pattern").textValue().replaceAll("[()^$]", ""))
                .as(key)
                .isEqualTo(form.pattern().pattern().replaceAll("[()^$]", "")));
    }
}
