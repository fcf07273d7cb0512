package dev.writeback.protocol.crypto;

import dev.writeback.protocol.json.Base64Url;

/**
 * The name of a key: its RFC 7638 SHA-256 thumbprint.
 *
 * @param value 43 characters of base64url
 */
public record KeyId(String value) {
    private static final int THUMBPRINT_BYTES = 32;

    /**
     * @throws IllegalArgumentException when the text is not the canonical base64url of 32 bytes
     */
    public KeyId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a kid is the base64url of 32 bytes, 43 characters");
        }
    }

    /** Whether the text has the form of a thumbprint. */
    public static boolean isValid(String text) {
        return Base64Url.decode(text)
                .filter(bytes -> bytes.length == THUMBPRINT_BYTES)
                .isPresent();
    }

    @Override
    public String toString() {
        return value;
    }
}
