/**
 * The daemon put together: {@link dev.writeback.agent.Agent} wires the parts in the order in which data flows.
 *
 * <p>In: a configuration. Out: a running agent, and a stopped one. Runs on the thread that starts or stops it. Never here:
 * a decision about a request.
 */
@NullMarked
package dev.writeback.agent;

import org.jspecify.annotations.NullMarked;
