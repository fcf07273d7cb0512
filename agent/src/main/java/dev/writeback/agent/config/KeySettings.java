package dev.writeback.agent.config;

import java.nio.file.Path;

/**
 * The section {@code keys}: the agent's own private keys.
 *
 * @param store a PKCS#12 file, which does not exist before the first keys are made
 * @param password what opens the store
 */
public record KeySettings(Path store, SecretReference password) {}
