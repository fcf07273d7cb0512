/**
 * A real Active Directory domain controller for tests: Samba, of Debian's packages, provisioned and seeded by the scripts in
 * {@code samba/}.
 *
 * <p>In: a loopback address and a folder. Out: a running server, and a witness of what it really holds, read from its own
 * database. The server has processes of its own; everything else runs on the caller's thread. Never here: a server, a process
 * or a file that this package did not make.
 */
@NullMarked
package dev.writeback.sandbox.samba;

import org.jspecify.annotations.NullMarked;
