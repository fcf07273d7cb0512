package dev.writeback.agent.config;

/** A secret could not be read from where the configuration says it is. The message names the place alone. */
public final class SecretUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message) {
        super(message);
    }
}
