package dev.writeback.protocol.enrolment;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.envelope.CloudKeysSealer;
import dev.writeback.protocol.envelope.EnrolmentChallenge;
import dev.writeback.protocol.envelope.EnrolmentEnvelope;
import dev.writeback.protocol.envelope.EnrolmentRequest;
import dev.writeback.protocol.envelope.KeyAnnouncement;
import dev.writeback.protocol.envelope.Reading;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.envelope.RelayAccess;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The cloud's side of enrolment: issues codes and answers those who show them (PWB/1, section 8). Codes live in this
 * object alone: both messages of one enrolment come to the same one. Thread-safe.
 */
public final class EnrolmentDesk {
    /** How long a code is good. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    // So long the desk can still say why a code is good no more.
    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int CHALLENGE_BYTES = 32;

    private final String tenant;
    private final CloudKeysSealer root;
    private final Supplier<KeyAnnouncement> cloudKeys;
    private final Function<String, RelayAccess> relay;
    private final AgentRegistry agents;
    private final Clock clock;
    private final SecureRandom random;
    private final EnrolmentEnvelope envelope;
    private final Map<String, IssuedCode> codes = new LinkedHashMap<>();

    /**
     * @param issuer the cloud's {@code iss}
     * @param audience {@code aud}, {@code urn:pwb:<tenant>:<group>}
     * @param root signs the key set
     * @param cloudKeys the key set in force; asked anew for each applicant
     * @param relay where the agent of that id finds its queues; the desk closes what it gets
     * @throws IllegalArgumentException when the audience has another form
     */
    public EnrolmentDesk(
            String issuer,
            String audience,
            CloudKeysSealer root,
            Supplier<KeyAnnouncement> cloudKeys,
            Function<String, RelayAccess> relay,
            AgentRegistry agents,
            Clock clock,
            SecureRandom random) {
        this.tenant = CodeProof.tenant(audience);
        this.root = root;
        this.cloudKeys = cloudKeys;
        this.relay = relay;
        this.agents = agents;
        this.clock = clock;
        this.random = random;
        this.envelope = new EnrolmentEnvelope(issuer, audience, clock, random);
    }

    /** A new code for one agent; the caller shows it once and closes it. */
    public synchronized EnrolmentCode issue() {
        Instant now = clock.instant();
        codes.values().removeIf(code -> now.isAfter(code.expiresAt().plus(REMEMBERED)));
        EnrolmentCode code = EnrolmentCode.generate(random);
        while (codes.containsKey(code.cid())) {
            code.close();
            code = EnrolmentCode.generate(random);
        }
        keep(code);
        return code;
    }

    /** Knows the code from now on; it stays the caller's. */
    synchronized void keep(EnrolmentCode code) {
        Secret own = code.secret().map(Secret::copyOf);
        codes.put(code.cid(), new IssuedCode(own, clock.instant().plus(LIFETIME)));
    }

    /** Answers the body of {@code POST /enroll}. */
    public synchronized DeskAnswer enrol(byte[] body) {
        Reading<EnrolmentEnvelope.Signed> reading = envelope.readRequest(body);
        if (reading instanceof Reading.Refused<EnrolmentEnvelope.Signed> refused) {
            return unreadable(refused.why());
        }
        EnrolmentEnvelope.Signed signed = ((Reading.Read<EnrolmentEnvelope.Signed>) reading).value();
        EnrolmentRequest request = signed.request();
        Optional<IssuedCode> found = Optional.ofNullable(codes.get(request.cid()));
        if (found.isEmpty()) {
            return refused(DeskAnswer.Why.UNKNOWN_CODE);
        }
        IssuedCode code = found.orElseThrow();
        Optional<DeskAnswer.Why> end = code.end(clock.instant());
        if (end.isPresent()) {
            return refused(end.orElseThrow());
        }
        byte[] meant =
                CodeProof.ofAgent(tenant, request.enc().id(), request.sig().id(), request.nonce());
        if (!code.proves(meant, request.mac())) {
            code.miss();
            return refused(DeskAnswer.Why.WRONG_MAC);
        }
        Optional<DeskAnswer.Why> no = code.take(signed.id());
        if (no.isPresent()) {
            return refused(no.orElseThrow());
        }
        return isTaken(request) ? refused(DeskAnswer.Why.TAKEN) : challenged(code, request);
    }

    private boolean isTaken(EnrolmentRequest request) {
        KeyRing enrolled = agents.keys();
        return enrolled.agents().contains(request.agent())
                || enrolled.find(request.enc().id()).isPresent()
                || enrolled.find(request.sig().id()).isPresent();
    }

    private DeskAnswer challenged(IssuedCode code, EnrolmentRequest request) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        KeyRecord rootKey = root.root();
        KeyAnnouncement keys = cloudKeys.get();
        Fingerprint fingerprint =
                Fingerprint.of(rootKey.id(), request.enc().id(), request.sig().id());
        byte[] body;
        try (RelayAccess access = relay.apply(request.agent())) {
            body = envelope.sealChallenge(
                    new EnrolmentChallenge(
                            challenge,
                            rootKey,
                            root.sign(keys.epoch(), keys.keys()),
                            access,
                            code.prove(CodeProof.ofCloud(rootKey.id(), request.nonce()))),
                    request.enc());
        }
        EnrolledAgent agent = new EnrolledAgent(
                request.agent(),
                KeyRing.of(request.enc(), request.sig()),
                request.host(),
                request.version(),
                fingerprint);
        code.ask(new IssuedCode.Applicant(request, challenge, agent));
        return new DeskAnswer.Challenged(body, request.agent(), fingerprint);
    }

    /** Answers the body of {@code POST /enroll/confirm}. */
    public synchronized DeskAnswer confirm(byte[] body) {
        KeyRing signers = KeyRing.empty();
        for (IssuedCode code : codes.values()) {
            if (code.applicant().isPresent()) {
                signers = signers.with(code.applicant().orElseThrow().request().sig());
            }
        }
        Reading<EnrolmentEnvelope.Confirmation> reading = envelope.readConfirmation(body, signers);
        if (reading instanceof Reading.Refused<EnrolmentEnvelope.Confirmation> refused) {
            return unreadable(refused.why());
        }
        return confirm(((Reading.Read<EnrolmentEnvelope.Confirmation>) reading).value());
    }

    private DeskAnswer confirm(EnrolmentEnvelope.Confirmation confirmation) {
        IssuedCode code = codes.values().stream()
                .filter(each -> each.applicant()
                        .filter(applicant -> applicant.signsWith(confirmation.signer()))
                        .isPresent())
                // Of several codes shown with the same keys the last one counts.
                .reduce((first, second) -> second)
                .orElseThrow();
        IssuedCode.Applicant applicant = code.applicant().orElseThrow();
        boolean right = applicant.isAskedFor(confirmation.challenge());
        Optional<DeskAnswer.Why> end = code.end(clock.instant());
        if (end.isPresent()) {
            // An answer that got lost is asked for again.
            return right && end.orElseThrow() == DeskAnswer.Why.CODE_USED
                    ? new DeskAnswer.Enrolled(applicant.agent(), true)
                    : refused(end.orElseThrow());
        }
        if (!right) {
            code.miss();
            return refused(DeskAnswer.Why.WRONG_CHALLENGE);
        }
        if (!agents.add(applicant.agent())) {
            return refused(DeskAnswer.Why.TAKEN);
        }
        code.finish(DeskAnswer.Why.CODE_USED);
        return new DeskAnswer.Enrolled(applicant.agent(), false);
    }

    private static DeskAnswer refused(DeskAnswer.Why why) {
        return new DeskAnswer.Refused(why, Optional.empty());
    }

    private static DeskAnswer unreadable(Rejection why) {
        DeskAnswer.Why answer = switch (why) {
            case PACKAGE_TOO_LARGE -> DeskAnswer.Why.TOO_LARGE;
            case SIGNER_UNKNOWN, SIGNATURE_WRONG -> DeskAnswer.Why.WRONG_SIGNER;
            default -> DeskAnswer.Why.MALFORMED;
        };
        return new DeskAnswer.Refused(answer, Optional.of(why));
    }
}
