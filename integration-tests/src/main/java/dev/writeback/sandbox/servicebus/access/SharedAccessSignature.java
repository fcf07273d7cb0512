package dev.writeback.sandbox.servicebus.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A parsed shared access signature: {@code SharedAccessSignature sr=..&sig=..&se=..&skn=..}.
 *
 * <p>The signature is HMAC-SHA256 over the URL-encoded resource exactly as it stands in the token, a line feed, and the
 * expiry in seconds.
 */
final class SharedAccessSignature {
    private static final String PREFIX = "SharedAccessSignature ";

    private final String encodedResource;
    private final String expiry;
    private final byte[] signature;
    private final String policyName;

    private SharedAccessSignature(String encodedResource, String expiry, byte[] signature, String policyName) {
        this.encodedResource = encodedResource;
        this.expiry = expiry;
        this.signature = signature;
        this.policyName = policyName;
    }

    /** @throws IllegalArgumentException when the text has another form */
    static SharedAccessSignature parse(String token) {
        if (!token.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a shared access signature");
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : token.substring(PREFIX.length()).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0 || fields.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("a malformed or repeated field");
            }
        }
        return new SharedAccessSignature(
                required(fields, "sr"),
                required(fields, "se"),
                Base64.getDecoder().decode(decoded(required(fields, "sig"))),
                decoded(required(fields, "skn")));
    }

    String policyName() {
        return policyName;
    }

    /** The resource as a URL, for example {@code amqp://localhost/requests}. */
    String resource() {
        return decoded(encodedResource);
    }

    /** @throws IllegalArgumentException when the token holds no number of seconds */
    Instant expiresAt() {
        try {
            return Instant.ofEpochSecond(Long.parseLong(expiry));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("the expiry is no time", e);
        }
    }

    boolean isSignedWith(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((encodedResource + "\n" + expiry).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(expected, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA256", e);
        }
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
