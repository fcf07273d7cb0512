/**
 * What this agent allows, whatever the cloud asks: step 9 of PWB/1, section 5.
 *
 * <p>In: a verified request, and the account that the directory found for it. Out: a {@link
 * dev.writeback.agent.policy.Decision}. Called by the worker threads. Never here: a directory call, a permit by accident:
 * what is not allowed explicitly is denied.
 */
@NullMarked
package dev.writeback.agent.policy;

import org.jspecify.annotations.NullMarked;
