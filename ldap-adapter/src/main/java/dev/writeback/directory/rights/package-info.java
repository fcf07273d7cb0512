/**
 * What the service account may do, and what it has to be given.
 *
 * <p>In: the parts of a directory that are served, the rights that are needed, an account. Out: answers for each part, and
 * the grants as commands for an administrator. Runs on the caller's thread and asks nobody. Never here: a name in a command
 * that a shell could read as anything but that name, a right that no operation needs.
 */
@NullMarked
package dev.writeback.directory.rights;

import org.jspecify.annotations.NullMarked;
