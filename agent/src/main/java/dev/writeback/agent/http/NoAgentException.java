package dev.writeback.agent.http;

import java.io.IOException;

/** What answers on the agent's port answers otherwise than an agent of this version does. The message says how. */
public final class NoAgentException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoAgentException(String message) {
        super(message);
    }
}
