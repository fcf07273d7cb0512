package dev.writeback.agent.config;

import java.nio.file.Path;

/**
 * The section {@code keys}: the agent's own private keys.
 *
 * @param store a PKCS#12 file
 * @param password what opens the store
 */
public record KeySettings(Path store, SecretReference password) {}
