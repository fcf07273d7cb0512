package dev.writeback.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The small part of YAML that a configuration needs: mappings, lists and scalars. Anchors, aliases and tags are refused,
 * so that no object is made by name and nothing grows. Messages never repeat the text of the file: it may hold a secret.
 */
final class StrictYaml {
    static final int LARGEST = 256 * 1024;
    private static final int DEEPEST = 16;

    private StrictYaml() {}

    /**
     * The mapping at the root of the file.
     *
     * @throws ConfigException when the file is not one YAML mapping in UTF-8
     */
    static MappingNode read(Path file) throws ConfigException {
        String text = text(file);
        try {
            for (Event event : yaml().parse(new StringReader(text))) {
                Optional<String> refused = refused(event);
                if (refused.isPresent()) {
                    throw wrong(file, event.getStartMark().getLine(), refused.get(), "plain YAML without it");
                }
            }
            Node root = yaml().compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
        } catch (MarkedYAMLException e) {
            // getMessage() quotes the file; getProblem() does not.
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            throw wrong(
                    file, line, "what is not YAML: " + e.getProblem(), "YAML, values with special characters quoted");
        } catch (YAMLException e) {
            throw wrong(file, 0, "what is not YAML", "printable YAML nested at most " + DEEPEST + " deep");
        }
        throw wrong(file, 0, "no keys at the top", "keys with their values, as documented");
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEEPEST);
        return new Yaml(options);
    }

    private static Optional<String> refused(Event event) {
        if (event instanceof AliasEvent) {
            return Optional.of("a YAML alias (*name)");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            return Optional.of("a YAML anchor (&name)");
        }
        boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag() != null
                || event instanceof CollectionStartEvent collection && collection.getTag() != null;
        return tagged ? Optional.of("a YAML tag (!name)") : Optional.empty();
    }

    private static String text(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw wrong(file, "more than " + LARGEST + " bytes", "a smaller file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw wrong(file, "no such file", "an existing file; name it with --config");
        } catch (CharacterCodingException e) {
            throw wrong(file, "bytes that are not UTF-8", "text in UTF-8");
        } catch (IOException e) {
            throw wrong(file, "a file that cannot be read", "a file that this user may read");
        }
    }

    private static ConfigException wrong(Path file, String found, String accepted) {
        return new ConfigException(file, List.of(new Problem("", OptionalInt.empty(), found, accepted)));
    }

    private static ConfigException wrong(Path file, int line, String found, String accepted) {
        return new ConfigException(file, List.of(new Problem("", OptionalInt.of(line + 1), found, accepted)));
    }
}
