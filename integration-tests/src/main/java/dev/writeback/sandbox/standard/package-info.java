/**
 * What the servers of the tests that are no Active Directory have in common: who is in them, and how their process lives.
 *
 * <p>In: a folder and a command. Out: a server on loopback with seeded people. The caller's thread starts and stops it; the
 * server is a process of its own. Never here: a server that outlives this process, a signal to a process that is not ours.
 */
@NullMarked
package dev.writeback.sandbox.standard;

import org.jspecify.annotations.NullMarked;
