package dev.writeback.agent.logging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Switches outside of every log level that make a library print what goes over the wire: Proton-J's frames, which carry
 * the relay's credentials, and JSSE's plain text, which carries passwords. An agent does not run while one is on.
 */
public final class WireTracing {
    /** Looks up a variable or property by its name; null when it is not set. */
    @FunctionalInterface
    public interface Settings {
        @Nullable
        String get(String name);
    }

    private WireTracing() {}

    /** The names of the switches that are on. */
    public static List<String> switchedOn(Settings environment, Settings properties) {
        List<String> names = new ArrayList<>();
        if (environment.get("PN_TRACE_FRM") != null) {
            names.add("the environment variable PN_TRACE_FRM");
        }
        if (properties.get("javax.net.debug") != null) {
            names.add("the system property javax.net.debug");
        }
        return List.copyOf(names);
    }
}
