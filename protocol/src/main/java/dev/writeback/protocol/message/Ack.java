package dev.writeback.protocol.message;

import java.util.List;
import java.util.Optional;

/**
 * An agent's answer to one request: the claims of an ack of PWB/1, section 4, without those that the sealer adds
 * ({@code v}, {@code iss}, {@code aud}, {@code jti}, {@code iat}, {@code exp}).
 *
 * @param request {@code rjti}
 * @param requestDigest {@code rdig}: base64url of the SHA-256 of the request JWS
 * @param operation {@code op}; empty when the request's was none of the five
 * @param outcome {@code out}
 * @param reason {@code reason}; required, allowed or forbidden by the outcome
 * @param violations {@code violations}; empty but for a policy violation
 * @param rules {@code rules}; only with a policy violation
 * @param delivery {@code att}: the relay's delivery number, 1 for the first
 * @param recorded {@code rec}: the outcome was recorded by an earlier delivery
 * @param server {@code dc}: host name of the server written to
 * @param timings {@code t}
 */
public record Ack(
        RequestId request,
        String requestDigest,
        Optional<Operation> operation,
        Outcome outcome,
        Optional<Reason> reason,
        List<Violation> violations,
        Optional<PolicyRules> rules,
        int delivery,
        boolean recorded,
        Optional<String> server,
        Timings timings) {

    /**
     * @throws IllegalArgumentException when the reason does not fit the outcome, or violations stand without a policy
     *     violation
     */
    public Ack {
        if (outcome.requiresReason() && reason.isEmpty() || reason.isPresent() && !outcome.allowsReason()) {
            throw new IllegalArgumentException("reason does not fit the outcome " + outcome);
        }
        boolean policy = reason.equals(Optional.of(Reason.POLICY_VIOLATION));
        if (!policy && (!violations.isEmpty() || rules.isPresent())) {
            throw new IllegalArgumentException("violations and rules come only with policy_violation");
        }
        violations = List.copyOf(violations);
    }
}
