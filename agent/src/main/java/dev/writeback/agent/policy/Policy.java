package dev.writeback.agent.policy;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.directory.Account;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Clock;
import java.util.UUID;

/**
 * The rules of step 9 in their order: the first that fails decides. They come in two halves, because the look-up stands
 * between them. A request keeps the policy that it began with.
 *
 * <p>Thread-safe. Limits count what is new to this agent, of every operation but ping; what was refused as {@code
 * rate_limited} does not count.
 */
public final class Policy {
    private static final Object WHOLE_AGENT = new Object();

    private final Rules rules;
    private final Clock clock;
    private final History history;

    /** What was let through lately; outlives any one policy. */
    record History(RateHistory<Object> agent, RateHistory<UUID> users) {
        History() {
            this(new RateHistory<>(), new RateHistory<>());
        }
    }

    /** One that no other takes the place of. */
    public Policy(Switches switches, Scope scope, Rate perAgent, Rate perUser, Clock clock) {
        this(new Rules(switches, scope, Rates.of(perUser), Rates.of(perAgent)), new History(), clock);
    }

    Policy(Rules rules, History history, Clock clock) {
        this.rules = rules;
        this.history = history;
        this.clock = clock;
    }

    /** Whether a directory may be asked for an account by userPrincipalName. */
    public boolean allowsPrincipalNames(String directory) {
        return rules.scope().allowsPrincipalNames(directory);
    }

    /**
     * Before the look-up: the operation, then the limit of the agent as a whole.
     *
     * @param counts the request is new at step 8 and counts
     */
    public Decision decideOperation(WritebackRequest request, boolean counts) {
        boolean withinLimit = !counts || request.operation() == Operation.PING || takeOfAgent();
        if (!rules.switches().allow(request)) {
            return new Decision.Deny(Reason.OPERATION_DISABLED);
        }
        return withinLimit ? new Decision.Permit() : new Decision.Deny(Reason.RATE_LIMITED);
    }

    /** After the look-up: scope, protection, then the limit of the user. */
    public Decision decideAccount(Account account, boolean counts) {
        boolean withinLimit = !counts || history.users().tryTake(account.guid(), clock.instant(), rules.perUser());
        if (!rules.scope().contains(account)) {
            return new Decision.Deny(Reason.OUT_OF_SCOPE);
        }
        if (!account.protections().isEmpty()) {
            return new Decision.Deny(Reason.PROTECTED_ACCOUNT);
        }
        if (!withinLimit) {
            history.agent().giveBack(WHOLE_AGENT);
            return new Decision.Deny(Reason.RATE_LIMITED);
        }
        return new Decision.Permit();
    }

    private boolean takeOfAgent() {
        return history.agent().tryTake(WHOLE_AGENT, clock.instant(), rules.perAgent());
    }
}
