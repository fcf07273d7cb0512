package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;

/**
 * What the cloud answers: the plaintext of {@code pwb-challenge+jwe} of PWB/1, section 8. Nothing of it may be believed
 * before {@code mac} was found right.
 *
 * @param challenge 32 bytes
 * @param root the tenant's root key
 * @param keys the cloud's key set, a compact JWS by the root
 * @param relay closed by whoever holds the challenge
 * @param mac 32 bytes: that the sender knows the code and means this root
 */
public record EnrolmentChallenge(byte[] challenge, KeyRecord root, String keys, RelayAccess relay, byte[] mac) {
    @Override
    public String toString() {
        return "EnrolmentChallenge[root " + root.id() + "]";
    }
}
