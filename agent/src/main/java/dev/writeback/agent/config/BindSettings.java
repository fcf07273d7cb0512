package dev.writeback.agent.config;

/**
 * The service account of a directory.
 *
 * @param user its distinguished name
 * @param password read on each connect, so that a changed file takes effect
 */
public record BindSettings(DistinguishedName user, SecretReference password) {}
