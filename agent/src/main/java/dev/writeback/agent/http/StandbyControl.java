package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /standby/on} and {@code PUT /standby/off}. Other users of the machine reach the loopback address too, so the
 * caller shows that it can read the token's file, by {@code Authorization: Bearer TOKEN} (RFC 6750). Thread-safe.
 */
public final class StandbyControl {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Consumer<Boolean> standby;

    /**
     * @param token ASCII
     * @param standby is told what was asked for; must not block
     */
    public StandbyControl(String token, Consumer<Boolean> standby) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        this.standby = standby;
    }

    boolean isAllowed(HttpRequest request) {
        @Nullable String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return false;
        }
        byte[] shown = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown, token);
    }

    void set(boolean on) {
        standby.accept(on);
    }
}
