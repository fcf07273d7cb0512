package dev.writeback.protocol.envelope;

import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.WritebackRequest;
import java.util.Optional;

/**
 * A request that passed steps 1 to 7: signed by the cloud, for us, in time, and whole. Its secret is still sealed. Only
 * {@link EnvelopeOpener} makes one. Immutable.
 */
public final class VerifiedRequest {
    private final WritebackRequest request;
    private final String digest;
    private final Optional<JsonObject> sealedSecret;

    VerifiedRequest(WritebackRequest request, String digest, Optional<JsonObject> sealedSecret) {
        this.request = request;
        this.digest = digest;
        this.sealedSecret = sealedSecret;
    }

    public WritebackRequest request() {
        return request;
    }

    /** {@code rdig}: base64url of the SHA-256 of the request JWS. */
    public String digest() {
        return digest;
    }

    /** What an ack to this request says of it. */
    public AckHeader ackHeader() {
        return new AckHeader(request.header().id(), digest, Optional.of(request.operation()));
    }

    Optional<JsonObject> sealedSecret() {
        return sealedSecret;
    }

    @Override
    public String toString() {
        return "VerifiedRequest[" + request.operation().wireName() + " "
                + request.header().id() + "]";
    }
}
