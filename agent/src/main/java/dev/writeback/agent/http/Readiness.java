package dev.writeback.agent.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the agent can do its work now, part by part.
 *
 * @param components empty means not ready: nothing has reported yet
 */
public record Readiness(List<Component> components) {
    /**
     * One part.
     *
     * @param name such as {@code relay} or {@code directory.corp}; fit for a path as it is
     * @param detail for an operator; never a secret
     */
    public record Component(String name, boolean ready, String detail) {}

    public Readiness {
        components = List.copyOf(components);
    }

    /** The part of that name. */
    Optional<Component> component(String name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }

    /** Whether each part is ready. */
    public Map<String, Boolean> byName() {
        Map<String, Boolean> all = new LinkedHashMap<>();
        components.forEach(component -> all.put(component.name(), component.ready()));
        return all;
    }

    /** As {@code /readyz} shows it. */
    public String json() {
        return ReadinessJson.of(this);
    }

    /** Whether there is a part, and every one is ready. */
    public boolean ready() {
        return !components.isEmpty() && components.stream().allMatch(Component::ready);
    }
}
