package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.KeyRing;

/**
 * An agent that has proved to know a code and to hold its keys.
 *
 * @param id the agent's id
 * @param keys its key for encryption and its key for signing, public halves: confirmed
 * @param host what the agent calls its machine
 * @param version of the agent
 * @param fingerprint to be compared with the agent's
 */
public record EnrolledAgent(String id, KeyRing keys, String host, String version, Fingerprint fingerprint) {}
