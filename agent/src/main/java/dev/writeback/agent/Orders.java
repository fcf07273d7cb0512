package dev.writeback.agent;

import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.pipeline.Directives;
import dev.writeback.agent.policy.PolicyInForce;
import dev.writeback.agent.presence.Pings;
import dev.writeback.agent.presence.Steward;
import dev.writeback.agent.trust.AgentTrust;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.message.TenantSwitches;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where each kind of the cloud's words goes; the next heartbeat, which follows at once, is the answer. Thread-safe. */
final class Orders implements Directives {
    private static final Logger log = LoggerFactory.getLogger(Orders.class);

    private final AgentTrust trust;
    private final PolicyInForce policy;
    private final Steward steward;
    private final Pings pings;
    private final Events events;

    Orders(AgentTrust trust, PolicyInForce policy, Steward steward, Pings pings, Events events) {
        this.trust = trust;
        this.policy = policy;
        this.steward = steward;
        this.pings = pings;
        this.events = events;
    }

    @Override
    public void apply(Opening.Directive word) {
        // Whoever plays an old message again does not make the agent talk.
        if (isNews(word)) {
            steward.tellSoon();
        }
    }

    private boolean isNews(Opening.Directive word) {
        if (word instanceof Opening.CloudKeys keys) {
            return tell(trust.apply(keys), EventType.CLOUD_KEYS_CHANGED, keys.epoch());
        } else if (word instanceof Opening.KeysConfirmed confirmed) {
            return trust.apply(confirmed);
        } else if (word instanceof Opening.KeysRevoked revoked) {
            return tell(trust.apply(revoked), EventType.KEYS_REVOKED, revoked.epoch());
        }
        return word instanceof Opening.Switches switches && apply(switches.switches());
    }

    private boolean apply(TenantSwitches word) {
        try {
            PolicyInForce.Acceptance acceptance = policy.accept(narrowing(word));
            switch (acceptance) {
                case ACCEPTED ->
                    events.tell(Event.of(EventType.SWITCHES_ACCEPTED)
                            .with("epoch", word.epoch().value())
                            .with("operations", policy.operations())
                            .with("policy", policy.digest()));
                case NOT_STORED -> refused(word.epoch(), "not_stored");
                case OLDER_EPOCH -> {}
            }
            return acceptance != PolicyInForce.Acceptance.OLDER_EPOCH;
        } catch (IllegalArgumentException e) {
            // A limit that cannot be kept is not replaced by one that can.
            log.atWarn()
                    .setMessage("the cloud's switches have a limit that this agent cannot keep")
                    .addKeyValue("epoch", word.epoch())
                    .addKeyValue("cause", e.getMessage())
                    .log();
            boolean news = policy.refuse(word.epoch().value());
            if (news) {
                refused(word.epoch(), "limit");
            }
            return news;
        }
    }

    private boolean tell(boolean news, EventType type, Epoch epoch) {
        if (news) {
            events.tell(Event.of(type).with("epoch", epoch.value()));
        }
        return news;
    }

    private void refused(Epoch epoch, String why) {
        events.tell(Event.of(EventType.SWITCHES_REFUSED)
                .with("epoch", epoch.value())
                .with("rejection", why));
    }

    private static dev.writeback.agent.policy.TenantSwitches narrowing(TenantSwitches word) {
        return new dev.writeback.agent.policy.TenantSwitches(
                word.epoch().value(),
                new OperationSettings(word.reset(), word.change(), word.adminReset(), word.unlock(), word.validate()),
                word.perUser().map(Orders::rate),
                word.perAgent().map(Orders::rate));
    }

    private static Rate rate(TenantSwitches.Limit limit) {
        return new Rate(limit.count(), Duration.ofSeconds(limit.seconds()));
    }

    /** An answer itself, which no heartbeat follows. */
    @Override
    public boolean echoed(Opening.Echoed word) {
        return pings.take(word.echo());
    }

    @Override
    public void refused(Opening.SwitchesRefused word) {
        log.atWarn()
                .setMessage(
                        "the cloud's switches are none that this agent understands; those before them stay in force")
                .addKeyValue("epoch", word.epoch().orElse(Epoch.NONE))
                .addKeyValue("rejection", word.why())
                .log();
        if (policy.refuse(word.epoch().orElse(Epoch.NONE).value())) {
            refused(word.epoch().orElse(Epoch.NONE), word.why().label());
            steward.tellSoon();
        }
    }
}
