package dev.writeback.protocol.crypto;

import dev.writeback.protocol.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104). Stateless and thread-safe. */
public final class HmacSha256 {
    /** Length of a code in bytes. */
    public static final int BYTES = 32;

    private HmacSha256() {}

    /** The code of {@code text} under a key that stays the caller's. */
    public static byte[] of(Secret key, byte[] text) {
        return key.map(bytes -> {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
                return mac.doFinal(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java runtime has HmacSHA256", e);
            }
        });
    }

    /** Whether {@code mac} is the code of {@code text}; the time it takes does not tell how much of it is right. */
    public static boolean matches(Secret key, byte[] text, byte[] mac) {
        return MessageDigest.isEqual(of(key, text), mac);
    }
}
