/**
 * The configuration file as a tree of records that cannot exist invalid.
 *
 * <p>In: the path of {@code agent.yaml}. Out: an {@link dev.writeback.agent.config.AgentConfig}, or one
 * {@link dev.writeback.agent.config.ConfigException} with every problem found. Runs once, on the thread that starts the
 * agent; the records are immutable. Never here: a secret in a record, a log line or a message (secrets are references,
 * read on demand), a key that is silently ignored, a default that widens what the agent may do.
 */
@NullMarked
package dev.writeback.agent.config;

import org.jspecify.annotations.NullMarked;
