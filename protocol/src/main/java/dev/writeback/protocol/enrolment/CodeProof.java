package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.json.Base64Url;
import java.nio.charset.StandardCharsets;

/** What is authenticated by a code's secret: the two values of {@code mac} of PWB/1, section 8. */
final class CodeProof {
    private CodeProof() {}

    /** That an agent means these keys. */
    static byte[] ofAgent(String tenant, KeyId enc, KeyId sig, byte[] nonce) {
        return joined(tenant, enc.value(), sig.value(), Base64Url.encode(nonce));
    }

    /** That the cloud means this root. */
    static byte[] ofCloud(KeyId root, byte[] nonce) {
        return joined("C", root.value(), Base64Url.encode(nonce));
    }

    private static byte[] joined(String... parts) {
        return String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The tenant of an audience {@code urn:pwb:<tenant>:<group>}.
     *
     * @throws IllegalArgumentException when the audience has another form
     */
    static String tenant(String audience) {
        String[] parts = audience.split(":", -1);
        if (parts.length != 4 || !audience.startsWith("urn:pwb:") || parts[2].isEmpty() || parts[3].isEmpty()) {
            throw new IllegalArgumentException("an audience is urn:pwb:<tenant>:<group>");
        }
        return parts[2];
    }
}
