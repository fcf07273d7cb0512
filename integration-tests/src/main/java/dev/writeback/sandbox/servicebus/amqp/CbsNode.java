package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.TokenVerifier;
import java.util.Map;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;

/** The node {@code $cbs}: takes shared access signatures and turns them into grants of the connection. */
final class CbsNode implements RequestNode {
    static final String PATH = "$cbs";
    private static final String TOKEN_TYPE = "servicebus.windows.net:sastoken";
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final TokenVerifier verifier;
    private final FaultPlan faults;
    private final Grants grants;
    private final ReplyLinks replies;

    CbsNode(TokenVerifier verifier, FaultPlan faults, Grants grants, ReplyLinks replies) {
        this.verifier = verifier;
        this.faults = faults;
        this.grants = grants;
        this.replies = replies;
    }

    @Override
    public void handle(AmqpMessage request) {
        Map<String, Object> properties = request.applicationProperties();
        if (!"put-token".equals(properties.get("operation"))
                || !TOKEN_TYPE.equals(properties.get("type"))
                || !(properties.get("name") instanceof String audience)
                || request.body().size() != 1
                || !(request.body().get(0) instanceof AmqpValue<?> body)
                || !(body.getValue() instanceof String token)) {
            reply(request, BAD_REQUEST, "Expected: put-token of type " + TOKEN_TYPE + " with the token as the body.");
            return;
        }
        if (faults.refusesTokens()) {
            reply(request, UNAUTHORIZED, "InvalidSignature: The token has an invalid signature.");
            return;
        }
        TokenVerifier.Verdict verdict = verifier.verify(token, audience);
        if (verdict instanceof TokenVerifier.Grant grant) {
            grants.add(grant);
            reply(request, ACCEPTED, "Accepted");
        } else if (verdict instanceof TokenVerifier.Refusal refusal) {
            reply(request, UNAUTHORIZED, refusal.reason());
        }
    }

    private void reply(AmqpMessage request, int code, String description) {
        replies.reply(PATH, request, ReplyLinks.Status.ofToken(code, description), ReplyBody.empty());
    }
}
