/**
 * Makes this machine an agent of a cloud, once, with a one-time code (PWB/1, section 8).
 *
 * <p>In: the code, where the cloud's desk is, an empty key storage. Out: keys that the cloud has confirmed, the cloud's
 * pinned root and its keys, and the relay's connection, each in its file. Runs on the caller's thread. Never here: the
 * secret half of the code on the wire or in a text, a private key outside the storage, a cloud that did not prove that it
 * knows the code.
 */
@NullMarked
package dev.writeback.agent.enrolment;

import org.jspecify.annotations.NullMarked;
