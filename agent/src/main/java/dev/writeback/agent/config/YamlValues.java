package dev.writeback.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The values of a file by their full keys, to be compared with those of another reading. */
final class YamlValues {
    private final Map<String, String> values = new LinkedHashMap<>();

    private YamlValues() {}

    /** The values below a root that was found to be valid; a list of plain values is one value. */
    static Map<String, String> of(Node root) {
        YamlValues all = new YamlValues();
        all.add(KeyPath.ROOT, root);
        return all.values;
    }

    private void add(KeyPath path, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                add(path.child(((ScalarNode) tuple.getKeyNode()).getValue()), tuple.getValueNode());
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                Node element = list.getValue().get(i);
                if (element instanceof ScalarNode scalar) {
                    values.merge(path.full(), scalar.getValue(), (before, next) -> before + "\n" + next);
                } else {
                    add(path.element(i), element);
                }
            }
        } else if (node instanceof ScalarNode scalar) {
            values.put(path.full(), scalar.getValue());
        }
    }
}
