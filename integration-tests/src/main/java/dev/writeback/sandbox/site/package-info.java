/**
 * A site to try the product on: relay, directory, keys and configuration in one folder.
 *
 * <p>In: a folder and how to set it up. Out: running servers on loopback, and the files that an agent and a cloud are started
 * with. The caller's thread opens and closes it; the servers have threads of their own. Never here: a secret outside a file
 * of mode 0600, a key of a real site.
 */
@NullMarked
package dev.writeback.sandbox.site;

import org.jspecify.annotations.NullMarked;
