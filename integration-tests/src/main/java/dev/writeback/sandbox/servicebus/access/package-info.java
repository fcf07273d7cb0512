/**
 * Who may do what: shared access policies, and the tokens signed with their keys.
 *
 * <p>In: a token as a client presents it. Out: the policy's rights until the token's end, or the reason of a refusal. Any
 * thread; values only. Never here: a token taken without its signature being computed again.
 */
@NullMarked
package dev.writeback.sandbox.servicebus.access;

import org.jspecify.annotations.NullMarked;
