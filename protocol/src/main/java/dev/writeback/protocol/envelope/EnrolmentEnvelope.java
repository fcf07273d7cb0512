package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of enrolment as bytes, both sides of them (PWB/1, section 8). Whether the one who sent them may is decided
 * elsewhere: here nobody is known yet. Thread-safe. Whatever the content of a message, reading it returns; only a key of
 * ours that cannot be used is an exception.
 */
public final class EnrolmentEnvelope {
    private static final String REQUEST_TYP = "pwb-enroll+jwt";
    private static final String CONFIRM_TYP = "pwb-enroll-confirm+jwt";

    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param issuer the cloud's {@code iss}
     * @param audience {@code aud}, {@code urn:pwb:<tenant>:<group>}
     */
    public EnrolmentEnvelope(String issuer, String audience, Clock clock, SecureRandom random) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.random = random;
    }

    /** The agent's first message: a compact JWS by its new signing key, as ASCII. */
    public byte[] signRequest(EnrolmentRequest request) {
        Map<String, Object> claims = ofAgent(request.agent());
        EnrolmentClaims.add(request, claims);
        return Jws.sign(Claims.write(claims), REQUEST_TYP, request.sig());
    }

    /** The agent's last message: a compact JWS by its new signing key, as ASCII. */
    public byte[] signConfirmation(KeyRecord sig, byte[] challenge) {
        Map<String, Object> claims = ofAgent(sig.agent().orElseThrow());
        EnrolmentClaims.addChallenge(challenge, claims);
        return Jws.sign(Claims.write(claims), CONFIRM_TYP, sig);
    }

    private Map<String, Object> ofAgent(String agent) {
        Instant issuedAt = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        return Claims.common(
                ReplySeal.AGENT_ISSUER + agent, audience, RequestIds.next(random), issuedAt, Validity.LONGEST);
    }

    /** The cloud's answer: a JWE to the agent's new key. */
    public byte[] sealChallenge(EnrolmentChallenge challenge, KeyRecord enc) {
        byte[] plaintext = StrictJson.write(EnrolmentClaims.write(challenge));
        try {
            return JweText.seal(plaintext, Layer.CHALLENGE, List.of(enc), random)
                    .getBytes(StandardCharsets.US_ASCII);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /**
     * A request and what names it.
     *
     * @param id its {@code jti}: it is taken once
     */
    public record Signed(EnrolmentRequest request, String id) {}

    /** Reads the first message. It is signed by the key that it brings, so it proves possession and nothing else. */
    public Reading<Signed> readRequest(byte[] body) {
        return reading(now -> {
            JsonObject claims = Claims.parse(Jws.payloadOf(limited(body)));
            EnrolmentRequest request = EnrolmentClaims.read(claims);
            Jws.read(body, Jws.Signers.of(REQUEST_TYP, KeyRing.of(request.sig())), now)
                    .verify();
            return new Signed(request, requireCommon(claims, request.agent(), now));
        });
    }

    /**
     * An answer to a challenge.
     *
     * @param signer the key that signed it
     * @param challenge what came back, 32 bytes
     */
    public record Confirmation(KeyId signer, byte[] challenge) {}

    /**
     * Reads the last message.
     *
     * @param signers the signing keys of all agents that are being enrolled
     */
    public Reading<Confirmation> readConfirmation(byte[] body, KeyRing signers) {
        return reading(now -> {
            Jws jws = Jws.read(limited(body), Jws.Signers.of(CONFIRM_TYP, signers), now);
            JsonObject claims = Claims.parse(jws.verify());
            requireCommon(claims, jws.signer().agent().orElse(""), now);
            return new Confirmation(jws.signer().id(), EnrolmentClaims.readChallenge(claims));
        });
    }

    /** Reads the cloud's answer with the key that it was made for. */
    public Reading<EnrolmentChallenge> openChallenge(byte[] body, KeyRecord enc) {
        return reading(now -> {
            byte[] plaintext = ParsedPackage.parse(new RawEnvelope(body), Layer.CHALLENGE)
                    .addressedTo(KeyRing.of(enc), key -> true)
                    .filter(AddressedPackage::isForUsAlone)
                    .orElseThrow(() -> new RejectedException(Rejection.REPLY_NOT_FOR_US))
                    .decrypt();
            try {
                return EnrolmentClaims.readOffer(Claims.parse(plaintext));
            } finally {
                Arrays.fill(plaintext, (byte) 0);
            }
        });
    }

    /** Reads the cloud's key set out of a challenge whose root was found right. */
    public Reading<KeyAnnouncement> readKeys(EnrolmentChallenge challenge) {
        return reading(now -> {
            CloudTrust trust = CloudTrust.of(challenge.root(), KeyRing.empty());
            Jws jws = Jws.read(
                    challenge.keys().getBytes(StandardCharsets.UTF_8),
                    Jws.Signers.of(KeyClaims.TYP, KeyRing.of(challenge.root())),
                    now);
            // Only an announcement is the root's to sign.
            Opening.CloudKeys keys =
                    (Opening.CloudKeys) new Directives(trust, issuer, audience, now).open(jws, true, Optional.empty());
            return new KeyAnnouncement(keys.epoch(), keys.keys());
        });
    }

    private static byte[] limited(byte[] body) throws RejectedException {
        require(body.length <= Limits.BODY, Rejection.PACKAGE_TOO_LARGE);
        return body;
    }

    private String requireCommon(JsonObject claims, String agent, Instant now) throws RejectedException {
        require(Claims.is(claims, "iss", ReplySeal.AGENT_ISSUER + agent), Rejection.REPLY_ISSUER);
        require(Claims.is(claims, "aud", audience), Rejection.AUDIENCE);
        String id = Claims.id(claims).value();
        Claims.requireVersion(claims);
        require(!Validity.ofReply(claims, now).isExpiredAt(now), Rejection.REPLY_EXPIRED);
        return id;
    }

    private interface Reader<T> {
        T read(Instant now) throws RejectedException;
    }

    private <T> Reading<T> reading(Reader<T> reader) {
        try {
            return new Reading.Read<>(reader.read(clock.instant()));
        } catch (RejectedException e) {
            return new Reading.Refused<>(e.why());
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return new Reading.Refused<>(Rejection.UNEXPECTED);
        }
    }
}
