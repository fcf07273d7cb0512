/**
 * The contract of the directory port, proved on real directories.
 *
 * <p>In: a {@link dev.writeback.it.directory.TestDirectory}, seeded as {@code samba/samba-ad-seed.py} describes. Out: one
 * verdict for each clause, each checked by asking the directory itself. Runs on the test thread. Never here: a clause that
 * holds on one directory only; such a one belongs to that directory's own class.
 */
@NullMarked
package dev.writeback.it.directory;

import org.jspecify.annotations.NullMarked;
