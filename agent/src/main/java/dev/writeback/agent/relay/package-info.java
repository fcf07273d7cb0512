/**
 * The relay port: how messages reach the agent and leave it. No type of any SDK appears here.
 *
 * <p>In: packages from the cloud. Out: {@link dev.writeback.agent.relay.RelayRequest}s for the pipeline, packages to the
 * cloud. Each transport has its own bounded worker pool, on which the handler runs. Never here: a look into a package.
 */
@NullMarked
package dev.writeback.agent.relay;

import org.jspecify.annotations.NullMarked;
