package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.HmacSha256;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.envelope.EnrolmentChallenge;
import dev.writeback.protocol.envelope.EnrolmentEnvelope;
import dev.writeback.protocol.envelope.EnrolmentRequest;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.Reading;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The agent's side of one enrolment: sends {@link #request}, opens the answer, sends its confirmation. Not thread-safe.
 *
 * <p>The keys are made before, wherever they are to live; their private halves may be in a token.
 */
public final class EnrolmentApplicant {
    private static final int NONCE_BYTES = 32;

    private final EnrolmentCode code;
    private final String audience;
    private final String host;
    private final String version;
    private final KeyRecord enc;
    private final KeyRecord sig;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final EnrolmentEnvelope envelope;

    /**
     * @param code stays the caller's, who closes it when the enrolment is over
     * @param issuer the cloud's {@code iss}
     * @param audience {@code aud}, {@code urn:pwb:<tenant>:<group>}
     * @param host name of this machine, 1 to 256 characters
     * @param version of the agent, 1 to 64 characters
     * @param enc our new key for encryption, with its private half
     * @param sig our new key for signing, of the same agent, with its private half
     * @throws IllegalArgumentException when the keys or the audience are not such
     */
    public EnrolmentApplicant(
            EnrolmentCode code,
            String issuer,
            String audience,
            String host,
            String version,
            KeyRecord enc,
            KeyRecord sig,
            Clock clock,
            SecureRandom random) {
        if (enc.agent().isEmpty() || !enc.agent().equals(sig.agent())) {
            throw new IllegalArgumentException("the two keys are not of one agent");
        }
        this.code = code;
        this.audience = audience;
        this.host = host;
        this.version = version;
        this.enc = enc;
        this.sig = sig;
        this.envelope = new EnrolmentEnvelope(issuer, audience, clock, random);
        CodeProof.tenant(audience);
        random.nextBytes(nonce);
    }

    /** The body of {@code POST /enroll}, {@code application/jose}. Each call makes a new one with the same meaning. */
    public byte[] request() {
        byte[] mac =
                HmacSha256.of(code.secret(), CodeProof.ofAgent(CodeProof.tenant(audience), enc.id(), sig.id(), nonce));
        return envelope.signRequest(new EnrolmentRequest(code.cid(), enc, sig, host, version, nonce, mac));
    }

    /** Opens the body of the answer with status 200; the caller closes what it holds. */
    public ChallengeOpening open(byte[] body) {
        Reading<EnrolmentChallenge> reading = envelope.openChallenge(body, enc);
        if (reading instanceof Reading.Refused<EnrolmentChallenge> refused) {
            return new ChallengeOpening.Unreadable(refused.why());
        }
        EnrolmentChallenge challenge = ((Reading.Read<EnrolmentChallenge>) reading).value();
        ChallengeOpening opening = authenticated(challenge);
        if (!(opening instanceof ChallengeOpening.Accepted)) {
            challenge.relay().close();
        }
        return opening;
    }

    private ChallengeOpening authenticated(EnrolmentChallenge challenge) {
        byte[] meant = CodeProof.ofCloud(challenge.root().id(), nonce);
        if (!HmacSha256.matches(code.secret(), meant, challenge.mac())) {
            return new ChallengeOpening.NotTheCloud();
        }
        Reading<KeyAnnouncement> keys = envelope.readKeys(challenge);
        if (keys instanceof Reading.Refused<KeyAnnouncement> refused) {
            return new ChallengeOpening.Unreadable(refused.why());
        }
        KeyAnnouncement announced = ((Reading.Read<KeyAnnouncement>) keys).value();
        return new ChallengeOpening.Accepted(
                CloudTrust.of(challenge.root(), announced.keys()),
                announced.epoch(),
                challenge.relay(),
                Fingerprint.of(challenge.root().id(), enc.id(), sig.id()),
                () -> envelope.signConfirmation(sig, challenge.challenge()));
    }
}
