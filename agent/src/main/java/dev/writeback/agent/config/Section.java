package dev.writeback.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of the file. Ask for every key it may have, then call {@link #end}: what was not asked for is unknown.
 *
 * <p>A section that the file does not have answers every question with nothing and reports no problem.
 */
public final class Section {
    private static final Pattern NAME_OF_A_SECRET = Pattern.compile(
            "(?i).*(passw|passphrase|secret|token|credential|connection|accesskey|saskey|privatekey|\\bpin\\b).*");

    private final Reading reading;
    private final KeyPath path;
    private final Optional<MappingNode> mapping;
    private final Map<String, Node> present = new LinkedHashMap<>();
    private final Map<String, Node> nameNodes = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> secrets = new ArrayList<>();

    Section(Reading reading, KeyPath path, Optional<MappingNode> mapping) {
        this.reading = reading;
        this.path = path;
        this.mapping = mapping;
        mapping.ifPresent(node -> node.getValue().forEach(this::index));
    }

    private void index(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
            reading.problem(path.full(), tuple.getKeyNode(), "a key that is not a text", "a text as key");
            return;
        }
        if (present.putIfAbsent(name.getValue(), tuple.getValueNode()) != null) {
            String key = path.child(Shown.name(name.getValue())).full();
            reading.problem(key, name, "the same key a second time", "each key once");
        }
        nameNodes.putIfAbsent(name.getValue(), name);
    }

    /** A key that has to be there. */
    public Value required(String name) {
        return value(name, true);
    }

    /** A key that has a default. */
    public Value optional(String name) {
        return value(name, false);
    }

    private Value value(String name, boolean required) {
        Optional<Node> node = ask(name);
        if (node.isEmpty() && required) {
            return new Value(reading, path.child(name), mapping.map(Node.class::cast), node, true);
        }
        return new Value(reading, path.child(name), Optional.empty(), node, required);
    }

    /** A key with the place of a secret; it is offered to whoever wrote the secret itself. */
    public Value secret(String name) {
        secrets.add(name);
        return required(name);
    }

    /** Whether the file has the key. */
    public boolean has(String name) {
        return present.containsKey(name);
    }

    /** A key of one of several forms of a section, which has to be there when that form was chosen. */
    Value alternative(String name, boolean needed) {
        Optional<Node> node = ask(name);
        Optional<Node> missingFrom = needed && node.isEmpty() ? mapping.map(Node.class::cast) : Optional.empty();
        return new Value(reading, path.child(name), missingFrom, node, false);
    }

    /** The same for the place of a secret. */
    Value alternativeSecret(String name, boolean needed) {
        secrets.add(name);
        return alternative(name, needed);
    }

    /** Reports a key that must not stand beside another. */
    void refuse(String name, String found, String accepted) {
        Node node = present.get(name);
        if (node != null) {
            reading.problem(path.child(name).full(), node, found, accepted);
        }
    }

    /** A key of a later version: refused with that explanation. */
    void unsupported(String name, String accepted) {
        reading.know(new KnownKey(path.child(name).generic(), KnownKey.Kind.UNSUPPORTED, false));
        ask(name)
                .ifPresent(node -> reading.problem(
                        path.child(name).full(), node, "a key that is not supported by this version", accepted));
    }

    /** A mapping that has to be there. */
    public Section section(String name, String accepted) {
        return section(name, true, accepted);
    }

    /** A mapping whose keys all have defaults. */
    Section optionalSection(String name) {
        return section(name, false, "a mapping");
    }

    private Section section(String name, boolean required, String accepted) {
        KeyPath key = path.child(name);
        reading.know(new KnownKey(key.generic(), KnownKey.Kind.SECTION, required));
        Optional<Node> node = ask(name);
        if (node.isEmpty() && required) {
            missing(key, accepted);
        }
        return new Section(reading, key, node.flatMap(found -> asMapping(key, found, accepted)));
    }

    /** A list of mappings with at least one element. */
    List<Section> sections(String name) {
        KeyPath key = path.child(name);
        String accepted = "a list with at least one mapping";
        reading.know(new KnownKey(key.generic(), KnownKey.Kind.SECTIONS, true));
        Optional<Node> node = ask(name);
        if (node.isEmpty()) {
            missing(key, accepted);
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode list) || list.getValue().isEmpty()) {
            reading.problem(key.full(), node.get(), Shown.kind(node.get()), accepted);
            return List.of();
        }
        return IntStream.range(0, list.getValue().size())
                .mapToObj(index -> new Section(
                        reading,
                        key.element(index),
                        asMapping(key.element(index), list.getValue().get(index), "a mapping")))
                .toList();
    }

    private Optional<MappingNode> asMapping(KeyPath key, Node node, String accepted) {
        if (node instanceof MappingNode found) {
            return Optional.of(found);
        }
        reading.problem(key.full(), node, Shown.kind(node), accepted);
        return Optional.empty();
    }

    /** Reports that a key is not there which only a look at several keys shows to be needed. */
    <T> Optional<T> missing(String name, String accepted) {
        missing(path.child(name), accepted);
        return Optional.empty();
    }

    private void missing(KeyPath key, String accepted) {
        mapping.ifPresent(place -> reading.problem(key.full(), place, "nothing", accepted));
    }

    private Optional<Node> ask(String name) {
        known.add(name);
        return Optional.ofNullable(present.get(name));
    }

    /** Reports the keys that nobody asked for. */
    public void end() {
        nameNodes.forEach((name, node) -> {
            if (!known.contains(name)) {
                unknown(name, node);
            }
        });
    }

    private void unknown(String name, Node node) {
        String key = path.child(Shown.name(name)).full();
        if (!secrets.isEmpty() && NAME_OF_A_SECRET.matcher(name).matches()) {
            reading.problem(
                    key,
                    node,
                    "a secret in the file itself (not shown)",
                    "the key " + String.join(", ", secrets)
                            + " with a file, env:NAME or credential:NAME that holds it");
            return;
        }
        String nearest = NearestKey.to(name, known)
                .map(near -> "did you mean " + near + "? ")
                .orElse("");
        reading.problem(key, node, "an unknown key", nearest + "known here: " + String.join(", ", known));
    }
}
