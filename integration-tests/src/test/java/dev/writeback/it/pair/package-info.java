/** The whole agent before two domain controllers. */
@NullMarked
package dev.writeback.it.pair;

import org.jspecify.annotations.NullMarked;
