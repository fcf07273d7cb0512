/**
 * Measurements, each beside the physical limit that the same run has measured.
 *
 * <p>In: how long, how many. Out: rates, and what part of the limit they are. The caller's thread and the threads that it
 * starts do the work. Never here: a figure without the limit beside it, a threshold that fails.
 */
@NullMarked
package dev.writeback.sandbox.bench;

import org.jspecify.annotations.NullMarked;
