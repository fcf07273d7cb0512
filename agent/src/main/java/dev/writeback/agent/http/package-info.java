/**
 * The local HTTP endpoint for metrics and health, and its client.
 *
 * <p>In: a GET without body for one of three paths. Out: what the suppliers say at that moment. One event loop thread
 * serves all connections and calls the suppliers, which therefore must not block. Each connection carries one request
 * and lives for a few seconds at most. Never here: a secret, the name of a user, anything that changes the agent.
 */
@NullMarked
package dev.writeback.agent.http;

import org.jspecify.annotations.NullMarked;
