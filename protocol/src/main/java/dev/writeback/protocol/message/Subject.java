package dev.writeback.protocol.message;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose account: the claim {@code sub} of PWB/1, section 4. Never a DN, never filter text.
 *
 * @param format how {@code value} names the account
 * @param value the text exactly as in the claim
 */
public record Subject(Format format, String value) {
    /** The forms of {@code sub.fmt}. */
    public enum Format {
        /** 8-4-4-4-12 hexadecimal as Active Directory shows it, either case, no braces. */
        OBJECT_GUID("objectGUID"),
        /** {@code S-1-5-} and 1 to 15 decimal sub-authorities below 2^32. */
        OBJECT_SID("objectSid"),
        /** Standard base64 of the 16 bytes of objectGUID or ms-DS-ConsistencyGuid: 24 characters. */
        IMMUTABLE_ID("immutableId"),
        /** At most 1024 characters; only where the agent's own configuration allows it. */
        USER_PRINCIPAL_NAME("userPrincipalName");

        private final String wireName;

        Format(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }

        /** The format of that exact wire name, or empty. */
        public static Optional<Format> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(format -> format.wireName.equals(name))
                    .findFirst();
        }
    }

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern SID = Pattern.compile("S-1-5(-(0|[1-9][0-9]{0,9})){1,15}");
    private static final Pattern BASE64_OF_16_BYTES = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");
    private static final int LONGEST_UPN = 1024;

    /**
     * @throws IllegalArgumentException when the value does not have the format's form
     */
    public Subject {
        if (!isValid(format, value)) {
            throw new IllegalArgumentException("sub.v does not have the form of " + format.wireName());
        }
    }

    /** Whether {@code value} has the form of {@code format}. */
    public static boolean isValid(Format format, String value) {
        return switch (format) {
            case OBJECT_GUID -> GUID.matcher(value).matches();
            case OBJECT_SID -> SID.matcher(value).matches() && subAuthoritiesFit(value);
            case IMMUTABLE_ID -> BASE64_OF_16_BYTES.matcher(value).matches();
            case USER_PRINCIPAL_NAME -> !value.isEmpty() && value.length() <= LONGEST_UPN;
        };
    }

    private static boolean subAuthoritiesFit(String sid) {
        return Arrays.stream(sid.substring("S-1-5-".length()).split("-", -1))
                .allMatch(part -> Long.parseLong(part) < 1L << 32);
    }
}
