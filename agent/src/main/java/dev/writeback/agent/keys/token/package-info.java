/**
 * Which tokens a PKCS#11 library has, and what their PINs are up to: the part of PKCS#11 that the JDK keeps to itself.
 *
 * <p>In: the path of a library. Out: {@link dev.writeback.agent.keys.token.Token}s. Any thread. Never here: a PIN, a key; those
 * are the JDK's business.
 */
@NullMarked
package dev.writeback.agent.keys.token;

import org.jspecify.annotations.NullMarked;
