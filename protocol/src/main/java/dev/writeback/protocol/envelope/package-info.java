/**
 * The envelope of PWB/1, both sides of it. An agent opens requests, key messages and config, and seals acks, heartbeats and
 * announcements; a cloud does the reverse.
 *
 * <p>A request changes its type at every step of section 5: RawEnvelope, ParsedPackage, AddressedPackage, SignedRequest,
 * AuthenticRequest, VerifiedRequest, OpenedRequest. Each is made by the step before it alone, so nothing unverified reaches
 * a later one. In: bytes from anybody. Out: a VerifiedRequest or the one reason why not. Any thread; no state but keys.
 * Never here: I/O, a password outside a Secret, an exception caused by the content of a message.
 */
@NullMarked
package dev.writeback.protocol.envelope;

import org.jspecify.annotations.NullMarked;
