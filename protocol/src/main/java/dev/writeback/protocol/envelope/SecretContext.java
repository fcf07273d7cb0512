package dev.writeback.protocol.envelope;

import dev.writeback.protocol.json.Base64Url;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import java.nio.charset.StandardCharsets;

/**
 * What a sealed secret is tied to: it opens for this user, operation and request alone (PWB/1, section 4, {@code ctx}).
 *
 * @param audience {@code aud} of the request
 */
public record SecretContext(String audience, RequestId request, Operation operation, Subject subject) {

    /** The value of {@code ctx}: 43 characters, ASCII. */
    byte[] digest() {
        String joined = String.join(
                "\0",
                "pwb-ctx/1",
                audience,
                request.value(),
                operation.wireName(),
                subject.format().wireName(),
                subject.value());
        return Base64Url.encodeToBytes(Jws.sha256().digest(joined.getBytes(StandardCharsets.UTF_8)));
    }
}
