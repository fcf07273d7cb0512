package dev.writeback.sandbox.servicebus.access;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides on a token: known policy, right signature, not expired, for this host and for what it is presented for. */
public final class TokenVerifier {
    private final Map<String, AccessPolicy> policies;
    private final Set<String> hosts;
    private final Clock clock;

    /** @param hosts the names under which clients reach this endpoint */
    public TokenVerifier(List<AccessPolicy> policies, Set<String> hosts, Clock clock) {
        this.policies =
                policies.stream().collect(Collectors.toUnmodifiableMap(AccessPolicy::name, Function.identity()));
        this.hosts = Set.copyOf(hosts);
        this.clock = clock;
    }

    /** The answer to a token. */
    public sealed interface Verdict {}

    /** What the bearer may do below {@code path}, until {@code expiresAt}. */
    public record Grant(AccessPolicy policy, String path, Instant expiresAt) implements Verdict {
        public boolean allows(Right right, String entityPath) {
            return EntityPath.covers(path, entityPath) && policy.allows(right, EntityPath.queueOf(entityPath));
        }
    }

    /** Why the token was not taken, in Service Bus's words. */
    public record Refusal(String reason) implements Verdict {}

    /**
     * @param token the text of the token
     * @param audience the entity for which it is presented, as a URL
     */
    public Verdict verify(String token, String audience) {
        SharedAccessSignature signature;
        Instant expiresAt;
        URI resource;
        try {
            signature = SharedAccessSignature.parse(token);
            expiresAt = signature.expiresAt();
            resource = URI.create(signature.resource());
        } catch (IllegalArgumentException e) {
            return new Refusal("MalformedToken: " + e.getMessage());
        }
        AccessPolicy policy = policies.get(signature.policyName());
        if (policy == null || !signature.isSignedWith(policy.key())) {
            return new Refusal("InvalidSignature: The token has an invalid signature.");
        }
        if (!expiresAt.isAfter(clock.instant())) {
            return new Refusal("ExpiredToken: The token is expired. Expiration time: " + expiresAt + ".");
        }
        if (resource.getHost() == null || !hosts.contains(resource.getHost())) {
            return new Refusal("InvalidAudience: The token is for another namespace.");
        }
        String path = EntityPath.of(audience);
        if (!EntityPath.covers(EntityPath.of(signature.resource()), path)) {
            return new Refusal("InvalidAudience: The token does not cover " + path + ".");
        }
        return new Grant(policy, path, expiresAt);
    }
}
