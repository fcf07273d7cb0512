package dev.writeback.agent.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Secrets for tests, in a place that only they have. */
public final class SecretReferences {
    private SecretReferences() {}

    public static SecretReference of(String secret) {
        return of(() -> secret);
    }

    /** @param secret null while it is not there */
    public static SecretReference of(Supplier<@Nullable String> secret) {
        return new EnvironmentSecret("FOR_TESTS", name -> secret.get());
    }
}
