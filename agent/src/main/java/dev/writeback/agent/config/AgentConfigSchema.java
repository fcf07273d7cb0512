package dev.writeback.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (2020-12) of {@code agent.yaml}, for editors. The loader knows more, and decides. */
public final class AgentConfigSchema {
    private static final String RESOURCE = "agent.schema.json";

    private AgentConfigSchema() {}

    /** The schema as JSON text. */
    public static String text() {
        try (InputStream in = AgentConfigSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
