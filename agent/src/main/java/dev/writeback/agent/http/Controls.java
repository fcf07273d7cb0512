package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What changes the agent: {@code PUT} of a path, without a body. Other users of the machine reach the loopback address
 * too, so the caller shows that it can read the token's file, by {@code Authorization: Bearer TOKEN} (RFC 6750).
 * Thread-safe.
 */
public final class Controls {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Executor executor;
    private final Map<String, Supplier<String>> byPath;

    /**
     * @param token ASCII
     * @param executor runs what is asked for, which may block
     * @param byPath each does what its path says and answers with one JSON document
     */
    public Controls(String token, Executor executor, Map<String, Supplier<String>> byPath) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        this.executor = executor;
        this.byPath = Map.copyOf(byPath);
    }

    boolean has(String path) {
        return byPath.containsKey(path);
    }

    boolean isAllowed(HttpRequest request) {
        @Nullable String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return false;
        }
        byte[] shown = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown, token);
    }

    CompletionStage<String> run(String path) {
        Supplier<String> control = byPath.get(path);
        if (control == null) {
            throw new IllegalArgumentException("no such control");
        }
        return CompletableFuture.supplyAsync(control, executor);
    }
}
