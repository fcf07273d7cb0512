package dev.writeback.protocol.message;

import dev.writeback.protocol.json.Base64Url;
import java.security.SecureRandom;

/**
 * What a heartbeat asks the cloud to send back: the claim {@code echo} of PWB/1, section 4. It is drawn for one heartbeat
 * and good for one answer.
 *
 * @param value base64url of 16 random bytes, 22 characters
 */
public record Echo(String value) {
    private static final int BYTES = 16;

    /**
     * @throws IllegalArgumentException when it has another form
     */
    public Echo {
        if (Base64Url.decode(value).filter(bytes -> bytes.length == BYTES).isEmpty()) {
            throw new IllegalArgumentException("an echo is the base64url of " + BYTES + " bytes");
        }
    }

    /** One that nobody can foresee. */
    public static Echo draw(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Echo(Base64Url.encode(bytes));
    }
}
