package dev.writeback.agent.config;

import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A secret that is the value of an environment variable: the weakest place, since it stays in the process for good. */
record EnvironmentSecret(String name, Environment environment) implements SecretReference {
    @Override
    public Secret read() {
        @Nullable String value = environment.get(name);
        if (value == null) {
            throw new SecretUnavailableException("the environment variable " + name + " is not set");
        }
        return SecretBytes.withoutLineEnd(value.getBytes(StandardCharsets.UTF_8), this.toString());
    }

    @Override
    public String toString() {
        return "env:" + name;
    }
}
