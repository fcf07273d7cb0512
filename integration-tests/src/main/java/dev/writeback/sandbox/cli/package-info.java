/**
 * The commands that only a checkout has: they carry the embedded servers or play the cloud.
 *
 * <p>In: command lines. Out: text or JSON on the standard output, everything else on the standard error, an exit code (0 done,
 * 1 failed, 2 wrong usage, 78 wrong configuration). The main thread runs them. Never here: a password on a command line or
 * in what is printed.
 */
@NullMarked
package dev.writeback.sandbox.cli;

import org.jspecify.annotations.NullMarked;
