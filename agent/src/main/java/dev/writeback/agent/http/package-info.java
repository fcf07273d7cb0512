/**
 * The local HTTP endpoint for metrics and health, and for what an administrator of the machine asks of the
 * agent; and its client.
 *
 * <p>In: a GET or HEAD without body for one of a few paths, or a PUT for a control. Out: what the suppliers say at that
 * moment, or a fixed text of the status page, to whom {@link Access} lets in. One event loop thread serves all connections and
 * calls the suppliers, which therefore must not block; controls run on an executor, files are read on a thread of their own.
 * Each connection carries one request and lives for a few seconds at most. Never here: a secret, a change of the agent for
 * somebody from another machine or who does not show the token of its state directory.
 */
@NullMarked
package dev.writeback.agent.http;

import org.jspecify.annotations.NullMarked;
