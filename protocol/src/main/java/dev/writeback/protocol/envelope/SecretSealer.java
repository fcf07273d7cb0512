package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Seals what the user typed to the agents' keys (PWB/1, section 1, layer 3). It is the front end's part and needs no
 * signing key; what it returns is safe to hand to the tier that signs. Thread-safe.
 */
public final class SecretSealer {
    private final SecureRandom random;

    public SecretSealer(SecureRandom random) {
        this.random = random;
    }

    /**
     * @param currentPassword present exactly for a change
     * @param recipients one live key of each agent, 1 to 16
     * @throws IllegalArgumentException when the operation has no secret, {@code currentPassword} does not fit it, or a
     *     password has not the form of section 9
     */
    public SealedSecret seal(
            SecretContext context, Secret newPassword, Optional<Secret> currentPassword, List<KeyRecord> recipients) {
        if (!context.operation().carriesSecret()) {
            throw new IllegalArgumentException(
                    "a request to " + context.operation().wireName() + " has no secret");
        }
        if (currentPassword.isPresent() != (context.operation() == Operation.CHANGE)) {
            throw new IllegalArgumentException("the current password goes with a change and nothing else");
        }
        byte[] text = SecretText.write(context.digest(), newPassword, currentPassword);
        try {
            return new SealedSecret(
                    JweText.seal(text, Layer.SECRET, recipients, random),
                    recipients.stream().map(KeyRecord::id).toList());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
