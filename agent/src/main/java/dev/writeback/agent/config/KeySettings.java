package dev.writeback.agent.config;

import java.nio.file.Path;

/** The section {@code keys}: where the agent's own private keys are. */
public sealed interface KeySettings {
    /**
     * @param store a PKCS#12 file, which does not exist before the first keys are made
     * @param password what opens the store
     */
    record Pkcs12(Path store, SecretReference password) implements KeySettings {}

    /**
     * @param library a PKCS#11 library
     * @param pin the user PIN of the token
     */
    record Pkcs11(Path library, TokenName token, SecretReference pin) implements KeySettings {}
}
