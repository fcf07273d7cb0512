package dev.writeback.agent.canary;

import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who signs the canary's requests: a key that is made for one of them, is in this memory alone, and is believed by {@link
 * #opener} alone. The real cloud's road does not know it. Used by one thread.
 */
public final class CanaryCloud {
    private static final String ISSUER = "urn:writeback:canary";
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final Supplier<KeyRing> agentKeys;
    private final String audience;
    private final Clock clock;
    private final SecureRandom random;
    private KeyRing believed = KeyRing.empty();

    /**
     * @param agentKeys the agent's own: requests are sealed to them, and opened with them
     */
    public CanaryCloud(Supplier<KeyRing> agentKeys, String audience, Clock clock, SecureRandom random) {
        this.agentKeys = agentKeys;
        this.audience = audience;
        this.clock = clock;
        this.random = random;
    }

    /** A reset as a user asks for it. The secret stays the caller's. */
    SealedRequest reset(Subject account, Secret newPassword) {
        Instant now = clock.instant();
        KeyRecord signing =
                Keys.generate(KeyUse.SIG, Optional.empty(), now.minus(VALIDITY), now.plus(VALIDITY), random);
        believed = KeyRing.of(signing).toPublic();
        return new RequestSealer(signing, ISSUER, audience, clock, random)
                .seal(
                        Draft.reset(account, Initiator.self()),
                        Optional.of(newPassword),
                        Optional.empty(),
                        agentKeys.get().toPublic());
    }

    /** Opens the newest of these requests, and nothing of anybody else. */
    public EnvelopeOpener opener() {
        return new EnvelopeOpener(agentKeys, () -> CloudTrust.ofKeysAlone(believed), ISSUER, audience, clock);
    }
}
