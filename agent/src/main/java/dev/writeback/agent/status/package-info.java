/**
 * What the agent says of itself to people: one document, which the status page, {@code writeback status} and the support
 * bundle show.
 *
 * <p>In: what each part says of its own state, and what the road and the canary report as they go. Out: {@link
 * dev.writeback.agent.status.StatusDocument} and its JSON. Never here: a secret, a call that waits for anything, the name of
 * a user.
 */
@NullMarked
package dev.writeback.agent.status;

import org.jspecify.annotations.NullMarked;
