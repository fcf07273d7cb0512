package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyId;
import java.util.List;

/**
 * The claim {@code pwd}, opaque to the tier that signs.
 *
 * @param json a JWE, for the claim as it is
 * @param recipients the keys it was sealed to; the package around it is sealed to the same
 */
public record SealedSecret(String json, List<KeyId> recipients) {
    public SealedSecret {
        recipients = List.copyOf(recipients);
    }

    @Override
    public String toString() {
        return "SealedSecret[" + json.length() + " characters to " + recipients + "]";
    }
}
