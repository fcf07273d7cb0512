package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What changes the agent: {@code PUT} of a path, without a body. Other users of the machine reach the loopback address
 * too, so the caller shows that it can read the token's file, by {@code Authorization: Bearer TOKEN} (RFC 6750).
 * Thread-safe.
 */
public final class Controls {
    private final byte[] token;
    private final Map<String, Supplier<CompletionStage<String>>> byPath;

    /**
     * @param token ASCII
     * @param executor runs what is asked for, which may block
     * @param byPath each does what its path says and answers with one JSON document
     */
    public Controls(String token, Executor executor, Map<String, Supplier<String>> byPath) {
        this(token.getBytes(StandardCharsets.US_ASCII), on(executor, byPath));
    }

    private Controls(byte[] token, Map<String, Supplier<CompletionStage<String>>> byPath) {
        this.token = token;
        this.byPath = Map.copyOf(byPath);
    }

    private static Map<String, Supplier<CompletionStage<String>>> on(
            Executor executor, Map<String, Supplier<String>> byPath) {
        Map<String, Supplier<CompletionStage<String>>> controls = new HashMap<>();
        byPath.forEach((path, control) -> controls.put(path, () -> CompletableFuture.supplyAsync(control, executor)));
        return controls;
    }

    /**
     * One more, which keeps no other waiting.
     *
     * @param control must not block; its document may come later
     */
    public Controls with(String path, Supplier<CompletionStage<String>> control) {
        Map<String, Supplier<CompletionStage<String>>> more = new HashMap<>(byPath);
        more.put(path, control);
        return new Controls(token, more);
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    boolean isAllowed(HttpRequest request) {
        return Bearer.shownBy(request)
                .filter(shown -> MessageDigest.isEqual(shown, token))
                .isPresent();
    }

    CompletionStage<String> run(String path) {
        Supplier<CompletionStage<String>> control = byPath.get(path);
        if (control == null) {
            throw new IllegalArgumentException("no such control");
        }
        return control.get();
    }
}
