package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The cloud's side of an ack: accepts it only as the answer to an open request by an agent that could read that request
 * (PWB/1, section 4). That the first valid ack of a request is final is the caller's to keep. Thread-safe.
 */
public final class AckOpener {
    // An ack sealed to a retired ack key is still opened for that long (section 7).
    private static final Duration RETIRED = Duration.ofDays(7);

    private final KeyRing cloudAckKeys;
    private final Supplier<KeyRing> agentKeys;
    private final String audience;
    private final Clock clock;

    /**
     * @param cloudAckKeys the cloud's ack keys with their private halves
     * @param agentKeys the agents' public keys; asked anew for each ack
     */
    public AckOpener(KeyRing cloudAckKeys, Supplier<KeyRing> agentKeys, String audience, Clock clock) {
        this.cloudAckKeys = cloudAckKeys;
        this.agentKeys = agentKeys;
        this.audience = audience;
        this.clock = clock;
    }

    /** For a client with one request under way. */
    public AckOpening open(byte[] body, SealedRequest openRequest) {
        return open(
                body,
                id -> Optional.of(openRequest).filter(request -> request.id().equals(id)));
    }

    /**
     * For a client with many.
     *
     * @param openRequests finds the open request of an id; empty when there is none
     */
    public AckOpening open(byte[] body, Function<RequestId, Optional<SealedRequest>> openRequests) {
        Instant now = clock.instant();
        KeyRing signers = agentKeys.get();
        try {
            ParsedPackage parsed = ParsedPackage.parse(new RawEnvelope(body));
            require(parsed.form().recipients().size() == 1, Rejection.ACK_RECIPIENT_COUNT);
            AddressedPackage ours = parsed.addressedTo(cloudAckKeys, key -> isUsable(key, now))
                    .orElseThrow(() -> new RejectedException(Rejection.ACK_NOT_FOR_US));
            return check(ours.open(AckSealer.ACK_TYP, signers, now), openRequests, now);
        } catch (RejectedException e) {
            return new AckOpening.Rejected(e.why());
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return new AckOpening.Rejected(Rejection.UNEXPECTED);
        }
    }

    private static boolean isUsable(KeyRecord key, Instant now) {
        return now.isBefore(key.expiresAt().plus(RETIRED));
    }

    private AckOpening check(Jws jws, Function<RequestId, Optional<SealedRequest>> openRequests, Instant now)
            throws RejectedException {
        JsonObject claims = Claims.parse(jws.verify());
        String agent = jws.signer().agent().orElseThrow(() -> new RejectedException(Rejection.ACK_ISSUER));
        require(Claims.is(claims, "iss", AckSealer.AGENT_ISSUER + agent), Rejection.ACK_ISSUER);
        require(Claims.is(claims, "aud", audience), Rejection.AUDIENCE);
        String id = claims.string("jti")
                .filter(RequestId::isValid)
                .orElseThrow(() -> new RejectedException(Rejection.MESSAGE_ID));
        Claims.requireVersion(claims);
        require(!Validity.ofAck(claims, now).isExpiredAt(now), Rejection.ACK_EXPIRED);
        SealedRequest request = claims.string("rjti")
                .filter(RequestId::isValid)
                .flatMap(rjti -> openRequests.apply(new RequestId(rjti)))
                .orElseThrow(() -> new RejectedException(Rejection.ACK_REQUEST_UNKNOWN));
        require(Claims.is(claims, "rdig", request.digest()), Rejection.ACK_DIGEST);
        require(request.recipients().contains(agent), Rejection.ACK_SIGNER_WAS_NO_RECIPIENT);
        require(Claims.is(claims, "op", request.operation().wireName()), Rejection.ACK_OPERATION);
        Ack ack = AckClaims.read(claims, request.id(), request.digest());
        return new AckOpening.Accepted(ack, id, agent, claims.string("pol"));
    }
}
