package dev.writeback.agent.config;

import org.jspecify.annotations.Nullable;

/** The environment variables of the process, as {@link System#getenv(String)}. */
@FunctionalInterface
public interface Environment {
    /** The value of the variable, or null when it is not set. */
    @Nullable
    String get(String name);
}
