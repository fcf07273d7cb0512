package dev.writeback.sandbox.bench;

import dev.writeback.agent.keys.AgentKeys;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.OpenedRequest;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.RawEnvelope;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.envelope.Unsealing;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The full decode of a reset for two recipients: parse, decrypt, verify, check, unseal. Its limit is the cryptography that
 * it cannot do without: two key agreements with unwrapping, one verification, two contents.
 */
public final class EnvelopeBench {
    private static final String ISSUER = "https://sspr.example.test";
    private static final String AUDIENCE = "urn:pwb:bench:hq";
    private static final Subject USER = new Subject(Subject.Format.OBJECT_GUID, "5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10");
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);

    /**
     * What was measured, all per CPU-second.
     *
     * @param decodes full decodes
     * @param limit what the primitives alone would allow
     * @param keyAgreements key agreements, each with point check and unwrapping
     * @param verifications ES256
     * @param bodyBytes size of the message
     */
    public record Result(double decodes, double limit, double keyAgreements, double verifications, int bodyBytes) {
        /** The part of the limit that is reached. */
        public double ratio() {
            return decodes / limit;
        }
    }

    /**
     * Warms up, then measures decode and primitives in turns, so that both see the same machine.
     *
     * @param perRound processor time of each of the five rounds, for decode and primitives each
     */
    public Result run(Duration perRound) {
        Instant from = clock.instant().minusSeconds(60);
        KeyRing agent = AgentKeys.generate("hq-1", from, random);
        KeyRing other = AgentKeys.generate("hq-2", from, random);
        KeyRing both = KeyRing.of(
                Stream.concat(agent.all().stream(), other.all().stream()).toList());
        KeyRecord signing = Keys.generate(KeyUse.SIG, Optional.empty(), from, from.plus(AgentKeys.LIFETIME), random);
        SealedRequest request = sealed(signing, both.toPublic());
        KeyRing cloud = KeyRing.of(signing.toPublic());
        EnvelopeOpener opener =
                new EnvelopeOpener(() -> agent, () -> CloudTrust.ofKeysAlone(cloud), ISSUER, AUDIENCE, clock);
        Runnable decode = () -> decode(opener, request.body());
        Primitives primitives =
                new Primitives(agent.newestLive(KeyUse.ENC, clock.instant()).orElseThrow(), signing, random);

        CpuRate.of(decode, WARM_UP);
        CpuRate.of(primitives::all, WARM_UP);
        double decodeMicros = 0;
        double agreeMicros = 0;
        double verifyMicros = 0;
        double contentMicros = 0;
        for (int round = 0; round < ROUNDS; round++) {
            decodeMicros += CpuRate.of(decode, perRound).micros() / ROUNDS;
            agreeMicros += CpuRate.of(primitives::agree, perRound.dividedBy(3)).micros() / ROUNDS;
            verifyMicros +=
                    CpuRate.of(primitives::verify, perRound.dividedBy(3)).micros() / ROUNDS;
            contentMicros +=
                    CpuRate.of(primitives::contents, perRound.dividedBy(3)).micros() / ROUNDS;
        }
        double limitMicros = 2 * agreeMicros + verifyMicros + contentMicros;
        return new Result(
                1e6 / decodeMicros, 1e6 / limitMicros, 1e6 / agreeMicros, 1e6 / verifyMicros, request.body().length);
    }

    private SealedRequest sealed(KeyRecord signing, KeyRing agents) {
        try (Secret password = Secret.copyOf("N3w-Passw0rd-of-a-user!".getBytes(StandardCharsets.UTF_8))) {
            return new RequestSealer(signing, ISSUER, AUDIENCE, clock, random)
                    .seal(Draft.reset(USER, Initiator.self()), Optional.of(password), Optional.empty(), agents);
        }
    }

    private static void decode(EnvelopeOpener opener, byte[] body) {
        if (!(opener.open(new RawEnvelope(body)) instanceof Opening.Verified verified)
                || !(opener.unseal(verified.request()) instanceof Unsealing.Opened opened)) {
            throw new IllegalStateException("a valid request was refused");
        }
        try (OpenedRequest request = opened.request()) {
            if (request.newPassword().isEmpty()) {
                throw new IllegalStateException("a reset without a password");
            }
        }
    }
}
