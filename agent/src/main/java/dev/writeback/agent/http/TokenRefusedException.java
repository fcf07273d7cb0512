package dev.writeback.agent.http;

import java.io.IOException;

/** The agent wants a token, or another one. The message holds none. */
public final class TokenRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    TokenRefusedException(String message) {
        super(message);
    }
}
