package dev.writeback.agent.config;

import dev.writeback.protocol.secret.Secret;
import java.util.Arrays;

/** Drops the one line end that editors and {@code echo} leave behind. */
final class SecretBytes {
    static final int LARGEST = 64 * 1024;

    private SecretBytes() {}

    /** Takes over the array: it is the secret, or it is zeroed. */
    static Secret withoutLineEnd(byte[] bytes, String place) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
        }
        if (length == 0) {
            throw new SecretUnavailableException("the secret in " + place + " is empty");
        }
        if (length == bytes.length) {
            return Secret.takeOwnershipOf(bytes);
        }
        byte[] trimmed = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        return Secret.takeOwnershipOf(trimmed);
    }
}
