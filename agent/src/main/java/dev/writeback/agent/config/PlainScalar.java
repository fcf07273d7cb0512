package dev.writeback.agent.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What a scalar is by the core schema of YAML 1.2, in which {@code no} is a text. Quoted scalars are texts. */
enum PlainScalar {
    NOTHING("nothing", "(~|null|Null|NULL)?"),
    FLAG("true or false", "true|True|TRUE|false|False|FALSE"),
    WHOLE_NUMBER("a number", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    NUMBER(
            "a number with a fraction",
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"),
    TEXT("a text", "(?s).*");

    private final String description;
    private final Pattern form;

    PlainScalar(String description, String form) {
        this.description = description;
        this.form = Pattern.compile(form);
    }

    String description() {
        return description;
    }

    static PlainScalar of(ScalarNode node) {
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return TEXT;
        }
        for (PlainScalar scalar : values()) {
            if (scalar.form.matcher(node.getValue()).matches()) {
                return scalar;
            }
        }
        return TEXT;
    }
}
