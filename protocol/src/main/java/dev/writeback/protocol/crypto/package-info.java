/**
 * Keys and the primitives of suite S1: ES256, ECDH-ES+A256KW on P-256, A256GCM. The only importer of the JOSE library
 * and of Bouncy Castle.
 *
 * <p>In: key material from files and key stores, the decoded parts of a message whose form has been checked. Out: keys by
 * id, plaintext bytes, a yes or a no. Any thread. Never here: a decision taken from a message's own header, a provider
 * registered for the whole process, key material in a text.
 */
@NullMarked
package dev.writeback.protocol.crypto;

import org.jspecify.annotations.NullMarked;
