/**
 * What the agent remembers of each request, so that nothing is lost and nothing is done twice: PWB/1, section 6.
 *
 * <p>In: a request that reached step 8, an intent before a write, a conclusion after it. Out: what an earlier delivery
 * left. Called by the worker threads, each call blocks until it is kept. Never here: a secret, a message body.
 */
@NullMarked
package dev.writeback.agent.journal;

import org.jspecify.annotations.NullMarked;
