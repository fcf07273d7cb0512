package dev.writeback.protocol.envelope;

import static dev.writeback.protocol.envelope.RejectedException.require;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUnavailableException;
import dev.writeback.protocol.json.JsonObject;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent's side of what the cloud sends: steps 1 to 7 and 10 of PWB/1, section 5, cheap checks first. What kind of
 * message it is, its JWS says and nothing outside. Thread-safe. Whatever the content of a message, both methods return;
 * only a key of ours that cannot be used is an exception.
 */
public final class EnvelopeOpener {
    static final String REQUEST_TYP = "pwb-req+jwt";

    // Later than that, a request without a record gets no ack.
    private static final Duration LAST_ACK = Validity.SKEW.multipliedBy(2);

    private final Supplier<KeyRing> agentKeys;
    private final Supplier<CloudTrust> cloud;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    /**
     * @param agentKeys our own keys with their private halves; asked anew for each message
     * @param cloud whom we take for the cloud; asked anew for each message
     * @param issuer the only accepted {@code iss}
     * @param audience the only accepted {@code aud}, {@code urn:pwb:<tenant>:<group>}
     */
    public EnvelopeOpener(
            Supplier<KeyRing> agentKeys, Supplier<CloudTrust> cloud, String issuer, String audience, Clock clock) {
        this.agentKeys = agentKeys;
        this.cloud = cloud;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * Steps 1 to 7.
     *
     * @throws KeyUnavailableException when our own key's token fails: neither answer nor settle the message
     */
    public Opening open(RawEnvelope raw) {
        Instant now = clock.instant();
        KeyRing own = agentKeys.get();
        CloudTrust trust = cloud.get();
        try {
            Optional<AddressedPackage> ours = ParsedPackage.parse(raw).addressedTo(own, key -> key.isLiveAt(now));
            if (ours.isEmpty()) {
                return new Opening.Foreign();
            }
            AddressedPackage addressed = ours.orElseThrow();
            Jws jws = addressed.open(typ -> Directives.signers(trust, typ), now);
            if (jws.typ().equals(REQUEST_TYP)) {
                return check(jws, now);
            }
            return new Directives(trust, issuer, audience, now)
                    .open(jws, addressed.isForUsAlone(), addressed.own().agent());
        } catch (RejectedException e) {
            return new Opening.Dropped(e.why());
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // A library's surprise is an answer like any other: fail closed, without its text.
            return new Opening.Dropped(Rejection.UNEXPECTED);
        }
    }

    /** Steps 6 and 7. */
    private Opening check(Jws jws, Instant now) throws RejectedException {
        JsonObject claims = Claims.parse(jws.verify());
        require(Claims.is(claims, "iss", issuer), Rejection.ISSUER);
        require(Claims.is(claims, "aud", audience), Rejection.AUDIENCE);
        RequestId id = Claims.id(claims);
        AckHeader to = new AckHeader(id, jws.digest(), RequestClaims.operation(claims));
        try {
            Claims.requireVersion(claims);
            Validity validity = Validity.ofRequest(claims, now);
            if (validity.isExpiredAt(now)) {
                Instant expiresAt = validity.expiresAt();
                return new Opening.Expired(to, expiresAt, now.isBefore(expiresAt.plus(LAST_ACK)));
            }
            WritebackRequest request = RequestClaims.read(claims, id, validity);
            return new Opening.Verified(new VerifiedRequest(request, jws.digest(), claims.object("pwd")));
        } catch (RejectedException e) {
            return new Opening.Refused(to, e.why());
        }
    }

    /**
     * Step 10; for an operation without a secret there is nothing to do, and nothing to fail.
     *
     * @throws KeyUnavailableException when our own key's token fails: neither answer nor settle the message
     */
    public Unsealing unseal(VerifiedRequest verified) {
        if (verified.sealedSecret().isEmpty()) {
            return new Unsealing.Opened(new OpenedRequest(verified, Optional.empty(), Optional.empty()));
        }
        KeyRing own = agentKeys.get();
        try {
            return new Unsealing.Opened(unseal(verified, verified.sealedSecret().orElseThrow(), own));
        } catch (RejectedException e) {
            return new Unsealing.Refused(e.why());
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return new Unsealing.Refused(Rejection.SECRET_UNEXPECTED);
        }
    }

    private OpenedRequest unseal(VerifiedRequest verified, JsonObject sealed, KeyRing own) throws RejectedException {
        WritebackRequest request = verified.request();
        Operation operation = request.operation();
        Subject subject = request.subject().orElseThrow();
        SecretContext context = new SecretContext(audience, request.header().id(), operation, subject);
        Instant now = clock.instant();
        byte[] text = AddressedJwe.find(JweForm.read(sealed, Layer.SECRET), own, key -> key.isLiveAt(now))
                .orElseThrow(() -> new RejectedException(Rejection.SECRET_NOT_FOR_US))
                .decrypt();
        try {
            SecretText.Passwords passwords = SecretText.read(text, context.digest(), operation == Operation.CHANGE);
            return new OpenedRequest(verified, Optional.of(passwords.newPassword()), passwords.currentPassword());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
