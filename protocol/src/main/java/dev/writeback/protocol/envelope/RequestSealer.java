package dev.writeback.protocol.envelope;

import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.json.StrictJson;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.RequestId;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud's side of a request: signs, then encrypts to one key of each agent (PWB/1, sections 1 to 4). Where front end
 * and signing tier are apart, the one uses {@link SecretSealer}, the other {@link #sign}. Thread-safe.
 */
public final class RequestSealer {
    private final KeyRecord signingKey;
    private final String issuer;
    private final String audience;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param signingKey a key for signing with its private half
     */
    public RequestSealer(KeyRecord signingKey, String issuer, String audience, Clock clock, SecureRandom random) {
        this.signingKey = signingKey;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.random = random;
    }

    /** The keys that a request is sealed to now: of each agent the newest live one for encryption. */
    public static List<KeyRecord> recipients(KeyRing agentKeys, Instant now) {
        return agentKeys.agents().stream()
                .flatMap(agent -> agentKeys.ofAgent(agent).newestLive(KeyUse.ENC, now).stream())
                .toList();
    }

    /**
     * Seals the passwords and the request around them. The secrets stay the caller's.
     *
     * @param newPassword present exactly for reset, change and validate
     * @param currentPassword present exactly for change
     * @param agentKeys the agents' confirmed public keys
     * @throws IllegalArgumentException when the passwords do not fit the operation or have not the form of section 9, or
     *     no agent has a live key, or more than 16 have one
     */
    public SealedRequest seal(
            Draft draft, Optional<Secret> newPassword, Optional<Secret> currentPassword, KeyRing agentKeys) {
        if (newPassword.isPresent() != draft.operation().carriesSecret()) {
            throw new IllegalArgumentException(
                    "a request to " + draft.operation().wireName()
                            + (newPassword.isPresent() ? " has no password" : " needs a new password"));
        }
        if (newPassword.isEmpty() && currentPassword.isPresent()) {
            throw new IllegalArgumentException("the current password goes with a change and nothing else");
        }
        RequestId id = RequestIds.next(random);
        List<KeyRecord> recipients = recipients(agentKeys, clock.instant());
        Optional<SealedSecret> secret = newPassword.map(password -> new SecretSealer(random)
                .seal(
                        new SecretContext(
                                audience, id, draft.operation(), draft.subject().orElseThrow()),
                        password,
                        currentPassword,
                        recipients));
        return seal(draft, id, secret, recipients);
    }

    /**
     * Signs and seals a request whose secret the front end has sealed, to the very keys of that secret.
     *
     * @param id the {@code jti} that the front end bound the secret to
     * @throws IllegalArgumentException when a key of the secret is not in {@code agentKeys}, or the secret does not fit
     *     the operation
     */
    public SealedRequest sign(Draft draft, RequestId id, SealedSecret secret, KeyRing agentKeys) {
        if (!draft.operation().carriesSecret()) {
            throw new IllegalArgumentException(
                    "a request to " + draft.operation().wireName() + " has no secret");
        }
        List<KeyRecord> recipients = secret.recipients().stream()
                .map(kid -> recipient(kid, agentKeys))
                .toList();
        return seal(draft, id, Optional.of(secret), recipients);
    }

    private static KeyRecord recipient(KeyId kid, KeyRing agentKeys) {
        return agentKeys
                .find(kid, KeyUse.ENC)
                .filter(key -> key.agent().isPresent())
                .orElseThrow(() -> new IllegalArgumentException("the secret was sealed to an unknown key: " + kid));
    }

    private SealedRequest seal(Draft draft, RequestId id, Optional<SealedSecret> secret, List<KeyRecord> recipients) {
        Instant issuedAt = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant expiresAt = issuedAt.plus(draft.lifetime());
        byte[] claims = StrictJson.write(claims(draft, id, secret, issuedAt, expiresAt));
        byte[] jws = Jws.sign(claims, EnvelopeOpener.REQUEST_TYP, signingKey);
        String body = JweText.seal(jws, Layer.PACKAGE, recipients, random);
        Set<String> agents = new LinkedHashSet<>();
        recipients.forEach(key -> key.agent().ifPresent(agents::add));
        return new SealedRequest(
                body.getBytes(StandardCharsets.US_ASCII),
                id,
                draft.operation(),
                Jws.digest(jws),
                issuedAt,
                expiresAt,
                agents);
    }

    private Map<String, Object> claims(
            Draft draft, RequestId id, Optional<SealedSecret> secret, Instant issuedAt, Instant expiresAt) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("v", Claims.VERSION);
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("jti", id.value());
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("nbf", issuedAt.getEpochSecond());
        claims.put("exp", expiresAt.getEpochSecond());
        claims.put("op", draft.operation().wireName());
        draft.subject().ifPresent(subject -> claims.put("sub", subject(subject)));
        draft.initiator().ifPresent(initiator -> claims.put("init", initiator(initiator)));
        if (draft.unlock() || draft.mustChange()) {
            Map<String, Object> options = new LinkedHashMap<>();
            options.put("unlock", draft.unlock());
            options.put("mustChange", draft.mustChange());
            claims.put("opt", options);
        }
        draft.trace().ifPresent(trace -> claims.put("trace", trace));
        secret.ifPresent(blob -> claims.put("pwd", new StrictJson.Raw(blob.json())));
        return claims;
    }

    private static Map<String, Object> subject(Subject subject) {
        Map<String, Object> sub = new LinkedHashMap<>();
        sub.put("fmt", subject.format().wireName());
        sub.put("v", subject.value());
        return sub;
    }

    private static Map<String, Object> initiator(Initiator initiator) {
        Map<String, Object> init = new LinkedHashMap<>();
        init.put("kind", initiator.kind().name().toLowerCase(Locale.ROOT));
        initiator.acr().ifPresent(acr -> init.put("acr", acr));
        initiator.by().ifPresent(by -> init.put("by", by));
        return init;
    }
}
