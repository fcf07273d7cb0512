/**
 * The wizard: asks an administrator of a fresh machine for what the configuration needs, and writes it.
 *
 * <p>In: answers from a terminal, or from flags. Out: {@code agent.yaml} and the files of its secrets, whole or not at all.
 * Runs on the caller's thread. Never here: a secret in the configuration or on the screen, a certificate that nobody has
 * accepted, a file that others may read.
 */
@NullMarked
package dev.writeback.agent.configure;

import org.jspecify.annotations.NullMarked;
