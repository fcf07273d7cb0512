package dev.writeback.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A configuration together with the file that it was read from, which can be read again. Immutable. */
public final class ReadConfig {
    /** What a running agent can follow. All else is built into it at its start. */
    private static final Pattern LIVE = Pattern.compile("agent\\.(logLevel|standby)"
            + "|operations(\\..*)?"
            + "|limits(\\.(perUser|perAgent)(\\..*)?)?"
            + "|directories\\[\\d+]\\.(scope\\..*|allowUserPrincipalName)");

    private final AgentConfigLoader loader;
    private final Path file;
    private final AgentConfig config;
    private final Map<String, String> values;

    ReadConfig(AgentConfigLoader loader, Path file, AgentConfig config, Map<String, String> values) {
        this.loader = loader;
        this.file = file;
        this.config = config;
        this.values = Map.copyOf(values);
    }

    /** What the file said. */
    public AgentConfig config() {
        return config;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Reads and checks the whole file anew.
     *
     * @throws ConfigException with all problems when anything is wrong
     */
    public ReadConfig again() throws ConfigException {
        return loader.read(file);
    }

    /** What differs in {@code next}, which was read from the same file later. */
    public ConfigChange changeTo(ReadConfig next) {
        List<String> live = new ArrayList<>();
        List<String> fixed = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(next.values.keySet());
        for (String key : keys) {
            String now = next.values.getOrDefault(key, "");
            if (!values.getOrDefault(key, "").equals(now)) {
                (LIVE.matcher(key).matches() ? live : fixed).add(key);
            }
        }
        // A key that was written out with the value that it had by default changes nothing.
        if (LiveParts.of(next.config).in(config).filter(next.config::equals).isPresent()) {
            return new ConfigChange(config.equals(next.config) ? List.of() : live, List.of());
        }
        return new ConfigChange(live, fixed.isEmpty() ? List.of("the file as a whole") : fixed);
    }
}
