/** Several agents as processes of their own on one queue and one directory. */
@NullMarked
package dev.writeback.it.fleet;

import org.jspecify.annotations.NullMarked;
