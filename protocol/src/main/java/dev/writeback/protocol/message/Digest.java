package dev.writeback.protocol.message;

import dev.writeback.protocol.json.Base64Url;

/** The form of a digest on the wire: base64url of a SHA-256, 43 characters, tail bits zero. */
public final class Digest {
    private static final int BYTES = 32;

    private Digest() {}

    /** Whether the text has that form. */
    public static boolean isValid(String text) {
        return Base64Url.decode(text).filter(bytes -> bytes.length == BYTES).isPresent();
    }
}
