package dev.writeback.agent.policy;

import dev.writeback.directory.Account;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.util.UUID;

/**
 * The rules of step 9 in their order: the first that fails decides. They come in two halves, because the look-up stands
 * between them.
 *
 * <p>Thread-safe. Limits count what is new to this agent, of every operation but ping; what was refused as {@code
 * rate_limited} does not count.
 */
public final class Policy {
    private static final Object WHOLE_AGENT = new Object();

    private final Switches switches;
    private final Scope scope;
    private final RateLimit<Object> perAgent;
    private final RateLimit<UUID> perUser;
    private final Clock clock;

    public Policy(Switches switches, Scope scope, RateLimit<Object> perAgent, RateLimit<UUID> perUser, Clock clock) {
        this.switches = switches;
        this.scope = scope;
        this.perAgent = perAgent;
        this.perUser = perUser;
        this.clock = clock;
    }

    /**
     * Before the look-up: the operation, then the limit of the agent as a whole.
     *
     * @param counts the request is new at step 8 and counts
     */
    public Decision decideOperation(WritebackRequest request, boolean counts) {
        boolean withinLimit =
                !counts || request.operation() == Operation.PING || perAgent.tryTake(WHOLE_AGENT, clock.instant());
        if (!switches.allow(request)) {
            return new Decision.Deny(Reason.OPERATION_DISABLED);
        }
        return withinLimit ? new Decision.Permit() : new Decision.Deny(Reason.RATE_LIMITED);
    }

    /** After the look-up: scope, protection, then the limit of the user. */
    public Decision decideAccount(Account account, boolean counts) {
        boolean withinLimit = !counts || perUser.tryTake(account.guid(), clock.instant());
        if (!scope.contains(account)) {
            return new Decision.Deny(Reason.OUT_OF_SCOPE);
        }
        if (!account.protections().isEmpty()) {
            return new Decision.Deny(Reason.PROTECTED_ACCOUNT);
        }
        if (!withinLimit) {
            perAgent.giveBack(WHOLE_AGENT);
            return new Decision.Deny(Reason.RATE_LIMITED);
        }
        return new Decision.Permit();
    }
}
