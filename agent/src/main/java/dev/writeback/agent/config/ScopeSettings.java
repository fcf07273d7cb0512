package dev.writeback.agent.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a directory that the agent may write to: what is under one of {@code include} and under none of
 * {@code exclude}.
 *
 * @param include at least one: the deny-by-default has to be opened on purpose
 */
public record ScopeSettings(List<DistinguishedName> include, List<DistinguishedName> exclude) {
    /**
     * @throws IllegalArgumentException when nothing is included
     */
    public ScopeSettings {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (include.isEmpty()) {
            throw new IllegalArgumentException("scope.include: found none; accepted: at least one");
        }
    }

    List<DistinguishedName> all() {
        return Stream.concat(include.stream(), exclude.stream()).toList();
    }
}
