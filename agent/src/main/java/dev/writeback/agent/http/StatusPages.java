package dev.writeback.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The status page and what it is made of: fixed texts out of the jar, and the one document that it shows. */
final class StatusPages {
    private static final String DOCUMENT = "/status.json";

    private final Map<String, Page> fixed;
    private final Optional<Supplier<String>> document;

    private StatusPages(Map<String, Page> fixed, Optional<Supplier<String>> document) {
        this.fixed = fixed;
        this.document = document;
    }

    static StatusPages none() {
        return new StatusPages(Map.of(), Optional.empty());
    }

    /**
     * @param document the JSON of now; must not block
     */
    static StatusPages of(Supplier<String> document) {
        return new StatusPages(
                Map.of(
                        "/", Page.of(Page.HTML, text("status.html")),
                        "/status.css", Page.of("text/css; charset=utf-8", text("status.css")),
                        "/status.js", Page.of("text/javascript; charset=utf-8", text("status.js"))),
                Optional.of(document));
    }

    Optional<Page> at(String path) {
        return path.equals(DOCUMENT)
                ? document.map(supplier -> Page.of(Page.JSON, supplier.get()))
                : Optional.ofNullable(fixed.get(path));
    }

    private static String text(String resource) {
        try (InputStream in = StatusPages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
