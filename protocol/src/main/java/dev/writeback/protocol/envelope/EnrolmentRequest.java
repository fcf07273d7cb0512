package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;

/**
 * What an agent asks to be enrolled with: the claims of {@code pwb-enroll+jwt} of PWB/1, section 8.
 *
 * @param cid which code the agent was given: 8 characters
 * @param enc its key for encryption, for the cloud the public half
 * @param sig its key for signing, which signs the request
 * @param host name of its machine, 1 to 256 UTF-16 units
 * @param version of the agent, 1 to 64 UTF-16 units
 * @param nonce 32 bytes
 * @param mac 32 bytes: that the sender knows the code and means these keys
 */
public record EnrolmentRequest(
        String cid, KeyRecord enc, KeyRecord sig, String host, String version, byte[] nonce, byte[] mac) {

    /** The id that the agent wants. */
    public String agent() {
        return sig.agent().orElseThrow();
    }
}
