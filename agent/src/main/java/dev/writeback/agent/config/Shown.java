package dev.writeback.agent.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What of the file may be repeated in a message: short, printable, and nothing that looks like a secret. */
final class Shown {
    private static final int LONGEST = 80;
    private static final Pattern LOOKS_SECRET =
            Pattern.compile("(?is).*(sharedaccess|passw(or)?d *[=:]|pwd *[=:]|PRIVATE KEY|://[^/]*@).*");

    /** Twenty characters of letters of both cases and digits are more likely a key than a word. */
    private static final Pattern LOOKS_RANDOM =
            Pattern.compile("(?s)(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).*[A-Za-z0-9+/_=-]{20,}.*");

    private Shown() {}

    /** The kind of node, without its content. */
    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty() ? "an empty list" : "a list";
        }
        return node instanceof ScalarNode scalar ? PlainScalar.of(scalar).description() : "something else";
    }

    /** The content of a scalar that is no secret. */
    static String text(ScalarNode node) {
        if (PlainScalar.of(node) == PlainScalar.NOTHING) {
            return PlainScalar.NOTHING.description();
        }
        return text(node.getValue());
    }

    static String text(String value) {
        return looksSecret(value) ? "a text that is not shown" : "'" + name(value) + "'";
    }

    static boolean looksSecret(String value) {
        return LOOKS_SECRET.matcher(value).matches()
                || LOOKS_RANDOM.matcher(value).matches();
    }

    /** A name, cut and without control characters. */
    static String name(String value) {
        if (looksSecret(value)) {
            return "(not shown)";
        }
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "...";
    }
}
