package dev.writeback.agent.config;

import java.nio.file.Path;

/** Where a running agent is to be asked. */
public record Whereabouts(Path stateDirectory, HttpSettings http) {}
