package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The token of {@code Authorization: Bearer TOKEN} (RFC 6750). */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** What the request shows; empty also when it shows several. */
    static Optional<byte[]> shownBy(HttpRequest request) {
        List<String> all = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (all.size() != 1 || !all.get(0).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(all.get(0).substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
