package dev.writeback.it.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.metrics.AgentMetrics;
import dev.writeback.agent.pipeline.Acknowledgement;
import dev.writeback.agent.pipeline.Admission;
import dev.writeback.agent.pipeline.Directives;
import dev.writeback.agent.pipeline.Directories;
import dev.writeback.agent.pipeline.Execution;
import dev.writeback.agent.pipeline.Hold;
import dev.writeback.agent.pipeline.Limits;
import dev.writeback.agent.pipeline.PipelineObserver;
import dev.writeback.agent.pipeline.Recovery;
import dev.writeback.agent.pipeline.RequestEvents;
import dev.writeback.agent.pipeline.RequestPipeline;
import dev.writeback.agent.policy.Policy;
import dev.writeback.agent.policy.Scope;
import dev.writeback.agent.policy.Switches;
import dev.writeback.directory.Directory;
import dev.writeback.protocol.crypto.CloudTrust;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.AckOpener;
import dev.writeback.protocol.envelope.AckOpening;
import dev.writeback.protocol.envelope.AckSealer;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.RequestSealer;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.secret.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The agent's own pipeline before a directory, and a cloud with its keys; without a relay between them. */
final class AgentRoad {
    private static final String ISSUER = "https://sspr.example.test";
    private static final String AUDIENCE = "urn:pwb:6d1b2c:hq";
    private static final String AGENT = "hq-1";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** This cloud sends requests alone. */
    private static final Directives NO_WORDS = new Directives() {
        @Override
        public void apply(Opening.Directive word) {
            throw new AssertionError(word);
        }

        @Override
        public boolean echoed(Opening.Echoed word) {
            throw new AssertionError(word);
        }

        @Override
        public void refused(Opening.SwitchesRefused word) {
            throw new AssertionError(word);
        }
    };

    private final SecureRandom random = new SecureRandom();
    private final KeyRecord signing = key(KeyUse.SIG, Optional.empty());
    private final KeyRecord ackKey = key(KeyUse.ENC, Optional.empty());
    private final KeyRing agent = KeyRing.of(key(KeyUse.ENC, Optional.of(AGENT)), key(KeyUse.SIG, Optional.of(AGENT)));

    private KeyRecord key(KeyUse use, Optional<String> owner) {
        Instant now = Instant.now();
        return Keys.generate(use, owner, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), random);
    }

    private KeyRing cloudKeys() {
        return KeyRing.of(signing, ackKey).toPublic();
    }

    SealedRequest seal(Draft draft, Secret newPassword, Clock clock) {
        return new RequestSealer(signing, ISSUER, AUDIENCE, clock, random)
                .seal(draft, Optional.of(newPassword), Optional.empty(), agent.toPublic());
    }

    /** Hands a delivery to an agent that has that journal; its ack, or empty when the agent "died". */
    Optional<Ack> deliver(SealedRequest request, int number, Directory directory, Journal journal, Clock clock) {
        HandedDelivery delivery = new HandedDelivery(request.body(), number, clock);
        pipeline(directory, journal, clock).accept(delivery);
        return delivery.ack().map(ack -> verified(ack, request, clock));
    }

    private Ack verified(byte[] ack, SealedRequest request, Clock clock) {
        AckOpening opening = new AckOpener(KeyRing.of(ackKey), agent::toPublic, AUDIENCE, clock).open(ack, request);
        assertThat(opening).isInstanceOf(AckOpening.Accepted.class);
        return ((AckOpening.Accepted) opening).ack();
    }

    private RequestPipeline pipeline(Directory directory, Journal journal, Clock clock) {
        PipelineObserver observer = new AgentMetrics().road();
        Limits limits = Limits.forResponseTime(Duration.ofSeconds(10));
        Hold hold = new Hold(Duration.ofMillis(100));
        EnvelopeOpener opener =
                new EnvelopeOpener(() -> agent, () -> CloudTrust.ofKeysAlone(cloudKeys()), ISSUER, AUDIENCE, clock);
        RequestEvents events = new RequestEvents(Events.NONE, clock);
        Acknowledgement acknowledgement = new Acknowledgement(
                new AckSealer(AGENT, AUDIENCE, () -> agent, this::cloudKeys, clock, random), events, observer);
        Directories directories = new Directories(Map.of("corp", directory));
        Policy policy = policy(clock);
        Recovery recovery = new Recovery(directories, limits, hold);
        Execution execution = new Execution(() -> policy, directories, opener, journal, recovery, limits);
        Admission admission = new Admission(journal, execution, recovery, acknowledgement, events, hold, limits);
        return new RequestPipeline(
                opener, admission, acknowledgement, NO_WORDS, limits, events, observer, clock, clock, Waypoints.NONE);
    }

    private static Policy policy(Clock clock) {
        return new Policy(
                new Switches(true, true, false, true, true, false),
                new Scope(
                        Map.of(
                                "corp",
                                new Scope.Subtrees(List.of(DistinguishedName.of(Administrator.STAFF)), List.of())),
                        Set.of()),
                new Rate(100, MINUTE),
                new Rate(100, MINUTE),
                clock);
    }
}
