/**
 * An OpenLDAP server of our own: Debian's slapd with the ppolicy overlay, started in a folder and ended with it.
 *
 * <p>In: a folder. Out: a running server on loopback with seeded people, and its authority's certificate. The caller's
 * thread starts and stops it; the server is a process of its own. Never here: a server that outlives this process, a system
 * service, a file outside the folder.
 */
@NullMarked
package dev.writeback.sandbox.slapd;

import org.jspecify.annotations.NullMarked;
