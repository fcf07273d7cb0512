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
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The cloud's side of all that agents send: acks, heartbeats and key announcements (PWB/1, sections 4 and 7). An ack is
 * accepted only as the answer to an open request by an agent that could read that request. That the first valid ack of a
 * request is final, and that epochs only rise, is the caller's to keep. Thread-safe.
 */
public final class ReplyOpener {
    // What was sealed to a retired ack key is still opened for that long (section 7).
    private static final Duration RETIRED = Duration.ofDays(7);

    private final Supplier<KeyRing> cloudAckKeys;
    private final Supplier<KeyRing> agentKeys;
    private final String audience;
    private final Clock clock;

    /**
     * @param cloudAckKeys the cloud's ack keys with their private halves; asked anew for each message
     * @param agentKeys the agents' confirmed public keys; asked anew for each message
     */
    public ReplyOpener(Supplier<KeyRing> cloudAckKeys, Supplier<KeyRing> agentKeys, String audience, Clock clock) {
        this.cloudAckKeys = cloudAckKeys;
        this.agentKeys = agentKeys;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * @param openRequests finds the open request of an id; empty when there is none
     * @throws KeyUnavailableException when our own key's token fails: do not settle the message
     */
    public ReplyOpening open(byte[] body, Function<RequestId, Optional<SealedRequest>> openRequests) {
        return open(body, Set.of(AckSealer.ACK_TYP, HeartbeatClaims.TYP, KeyClaims.TYP), openRequests);
    }

    ReplyOpening open(byte[] body, Set<String> typs, Function<RequestId, Optional<SealedRequest>> openRequests) {
        Instant now = clock.instant();
        KeyRing agents = agentKeys.get();
        try {
            ParsedPackage parsed = ParsedPackage.parse(new RawEnvelope(body));
            require(parsed.form().recipients().size() == 1, Rejection.REPLY_RECIPIENT_COUNT);
            AddressedPackage ours = parsed.addressedTo(cloudAckKeys.get(), key -> isUsable(key, now))
                    .orElseThrow(() -> new RejectedException(Rejection.REPLY_NOT_FOR_US));
            Jws jws = ours.open(typ -> Optional.of(agents).filter(keys -> typs.contains(typ)), now);
            return check(jws, agents, openRequests, now);
        } catch (RejectedException e) {
            return new ReplyOpening.Rejected(e.why());
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return new ReplyOpening.Rejected(Rejection.UNEXPECTED);
        }
    }

    private static boolean isUsable(KeyRecord key, Instant now) {
        return now.isBefore(key.expiresAt().plus(RETIRED));
    }

    private ReplyOpening check(
            Jws jws, KeyRing agents, Function<RequestId, Optional<SealedRequest>> openRequests, Instant now)
            throws RejectedException {
        JsonObject claims = Claims.parse(jws.verify());
        String agent = jws.signer().agent().orElseThrow(() -> new RejectedException(Rejection.REPLY_ISSUER));
        require(Claims.is(claims, "iss", ReplySeal.AGENT_ISSUER + agent), Rejection.REPLY_ISSUER);
        require(Claims.is(claims, "aud", audience), Rejection.AUDIENCE);
        RequestId id = Claims.id(claims);
        Claims.requireVersion(claims);
        Validity validity = Validity.ofReply(claims, now);
        require(!validity.isExpiredAt(now), Rejection.REPLY_EXPIRED);
        return switch (jws.typ()) {
            case AckSealer.ACK_TYP -> answer(claims, id, agent, openRequests);
            case HeartbeatClaims.TYP ->
                new ReplyOpening.Beat(HeartbeatClaims.read(claims), agent, jws.digest(), validity.issuedAt());
            default -> announced(claims, id, agent, agents);
        };
    }

    private static ReplyOpening answer(
            JsonObject claims, RequestId id, String agent, Function<RequestId, Optional<SealedRequest>> openRequests)
            throws RejectedException {
        SealedRequest request = claims.string("rjti")
                .filter(RequestId::isValid)
                .flatMap(rjti -> openRequests.apply(new RequestId(rjti)))
                .orElseThrow(() -> new RejectedException(Rejection.ACK_REQUEST_UNKNOWN));
        require(Claims.is(claims, "rdig", request.digest()), Rejection.ACK_DIGEST);
        require(request.recipients().contains(agent), Rejection.ACK_SIGNER_WAS_NO_RECIPIENT);
        require(Claims.is(claims, "op", request.operation().wireName()), Rejection.ACK_OPERATION);
        Ack ack = AckClaims.read(claims, request.id(), request.digest());
        return new ReplyOpening.Answer(new AckOpening.Accepted(ack, id.value(), agent, claims.string("pol")));
    }

    private ReplyOpening announced(JsonObject claims, RequestId id, String agent, KeyRing agents)
            throws RejectedException {
        require(KeyClaims.act(claims) == KeyClaims.Act.ANNOUNCE, Rejection.KEYS_ACT);
        KeyClaims.requireKnownWithProof(claims);
        KeyAnnouncement announcement = new KeyAnnouncement(
                KeyClaims.epoch(claims), KeyClaims.requireBothUses(KeyClaims.agentKeys(claims, agent)));
        for (KeyRecord key : announcement.keys().all()) {
            // A key of another agent would make that one's messages this one's.
            boolean fits = agents.find(key.id())
                    .filter(known -> !known.agent().equals(key.agent()) || known.use() != key.use())
                    .isEmpty();
            require(fits, Rejection.KEYS_OWNER);
        }
        new Possession(ReplySeal.AGENT_ISSUER + agent, audience, id.value(), announcement.epoch(), announcement.keys())
                .require(claims);
        return new ReplyOpening.Announced(announcement, agent);
    }
}
