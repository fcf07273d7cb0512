package dev.writeback.protocol.message;

import java.util.regex.Pattern;

/**
 * The claim {@code jti}: a UUID in lower-case 8-4-4-4-12 form (PWB/1, section 3).
 *
 * @param value the text exactly as on the wire
 */
public record RequestId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /**
     * @throws IllegalArgumentException when the text is not a UUID in lower-case 8-4-4-4-12 form
     */
    public RequestId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("jti is not a UUID in lower-case 8-4-4-4-12 form");
        }
    }

    /** Whether the text has the form of a {@code jti}. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
