/**
 * Files of the packages that are made from the command line's own model: a page of the manual and the completion of bash.
 *
 * <p>In: the command tree of an installed agent. Out: text, the same for the same commands. Runs while the packages are
 * built, on one thread. Never here: anything that is installed itself.
 */
@NullMarked
package dev.writeback.packaging;

import org.jspecify.annotations.NullMarked;
