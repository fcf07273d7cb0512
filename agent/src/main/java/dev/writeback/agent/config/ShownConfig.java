package dev.writeback.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A configuration for somebody else's eyes, one line {@code full.key: value} for each value. What may be shown is listed, by
 * the schema; all else is hidden: unknown keys and what is below them, where secrets are, values that look like one, and
 * every comment. It need not be a valid configuration.
 *
 * @param lines never a secret
 * @param secrets where secrets are, by their keys
 * @param unfound the keys of those that are not to be found from here, each with the cause; neither holds a secret
 */
public record ShownConfig(List<String> lines, Map<String, SecretReference> secrets, Map<String, String> unfound) {
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i).*(password|secret|pin|token|credential|connection|sas).*");

    /** Random letters in both cases with digits: no name that somebody has chosen. */
    private static final Pattern RANDOM = Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).*[A-Za-z0-9+/_=-]{20,}.*");

    private static final Pattern DISTINGUISHED_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]* *=[^;]*,[^;]*=[^;]*");

    private static final Pattern LOOKS_SECRET =
            Pattern.compile("(?is).*(sharedaccess|passw(or)?d *[=:]|pwd *=|PRIVATE KEY|://[^/]*@).*");

    private static final String ENCRYPTED_PIN = "keys.dpapi.pinFile";

    private static final ObjectMapper JSON = new ObjectMapper();

    public ShownConfig {
        lines = List.copyOf(lines);
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        unfound = Collections.unmodifiableMap(new LinkedHashMap<>(unfound));
    }

    /**
     * Reads the file as it is.
     *
     * @throws ConfigException when it is not even YAML
     */
    public static ShownConfig of(Path file, Environment environment) throws ConfigException {
        MappingNode root = StrictYaml.read(file);
        try {
            JsonNode schema = JSON.readTree(AgentConfigSchema.text());
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Walk walk = new Walk(schema, directory, environment);
            walk.look(KeyPath.ROOT, root, schema);
            return new ShownConfig(walk.lines, walk.secrets, walk.unfound);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema in the jar is broken", e);
        }
    }

    private static final class Walk {
        private final JsonNode schema;
        private final Path directory;
        private final Environment environment;
        private final List<String> lines = new ArrayList<>();
        private final Map<String, SecretReference> secrets = new LinkedHashMap<>();
        private final Map<String, String> unfound = new LinkedHashMap<>();

        Walk(JsonNode schema, Path directory, Environment environment) {
            this.schema = schema;
            this.directory = directory;
            this.environment = environment;
        }

        void look(KeyPath path, Node node, JsonNode allowed) {
            if (node instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    member(path, entry, resolved(allowed).path("properties"));
                }
            } else if (node instanceof SequenceNode list) {
                for (int i = 0; i < list.getValue().size(); i++) {
                    look(
                            path.element(i),
                            list.getValue().get(i),
                            resolved(allowed).path("items"));
                }
            } else if (node instanceof ScalarNode scalar) {
                lines.add(path.full() + ": " + shown(scalar.getValue(), resolved(allowed)));
            }
        }

        private void member(KeyPath path, NodeTuple entry, JsonNode members) {
            String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            JsonNode allowed = members.path(name);
            if (allowed.isMissingNode()) {
                lines.add((path.full().isEmpty() ? "" : path.full() + ".") + "?: (an unknown key, not shown)");
            } else if (SECRET_KEY.matcher(name).matches() && entry.getValueNode() instanceof ScalarNode scalar) {
                String key = path.child(name).full();
                if (key.equals(ENCRYPTED_PIN)) {
                    unfound.put(key, "encrypted by Windows, and not decrypted for this");
                }
                lines.add(key + ": " + (isSecret(allowed) ? place(key, scalar.getValue()) : "(not shown)"));
            } else {
                look(path.child(name), entry.getValueNode(), allowed);
            }
        }

        private JsonNode resolved(JsonNode allowed) {
            String reference = allowed.path("$ref").asText();
            return reference.isEmpty() ? allowed : schema.at(reference.substring(1));
        }

        private static boolean isSecret(JsonNode allowed) {
            return allowed.path("$ref").asText().equals("#/$defs/secret");
        }

        private String place(String key, String text) {
            SecretPlace place = SecretPlace.of(text, directory, environment);
            place.reference().ifPresent(found -> secrets.put(key, found));
            place.problem().ifPresent(problem -> unfound.put(key, problem));
            if (text.startsWith("env:")) {
                return "(an environment variable, not shown)";
            }
            if (text.startsWith("credential:")) {
                return "(a credential, not shown)";
            }
            return place.reference().isPresent() ? "(a file, not shown)" : "(not shown, and not to be read)";
        }

        private static String shown(String value, JsonNode allowed) {
            boolean isListed = allowed.has("type") || allowed.has("enum");
            return isListed && !looksSecret(value) ? Shown.name(value) : "(not shown)";
        }

        private static boolean looksSecret(String value) {
            boolean isRandom = RANDOM.matcher(value).matches()
                    && !DISTINGUISHED_NAME.matcher(value).matches();
            return isRandom || LOOKS_SECRET.matcher(value).matches();
        }
    }
}
