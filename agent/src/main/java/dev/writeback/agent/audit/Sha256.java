package dev.writeback.agent.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a record says of the one before it: base64url of the SHA-256 of its line, 43 characters. */
final class Sha256 {
    /** What the first record of an audit follows. */
    static final String OF_NOTHING = "A".repeat(43);

    private Sha256() {}

    static String of(String line) {
        return of(line.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] line) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
