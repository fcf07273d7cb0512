/**
 * The entry point of a checkout.
 *
 * <p>In: arguments. Out: an exit code. The main thread runs it. Never here: anything that an installed agent needs.
 */
@NullMarked
package dev.writeback.sandbox;

import org.jspecify.annotations.NullMarked;
