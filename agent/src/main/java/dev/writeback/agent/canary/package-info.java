/**
 * The canary: an account of nobody, whose password the agent changes for real every now and then, so that it is known before
 * a user finds out whether a change can be made.
 *
 * <p>In: the time, and whether the agent serves. Out: sealed resets onto a road like that of users' requests, and what became
 * of them for metrics and log. Runs on the thread {@code canary}. Never here: a password that lives longer than its reset, a
 * run while the agent takes no requests.
 */
@NullMarked
package dev.writeback.agent.canary;

import org.jspecify.annotations.NullMarked;
