package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.LimitSettings.Rate;
import dev.writeback.agent.event.RecordedEvents;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.journal.Journal;
import dev.writeback.agent.lifecycle.HandClock;
import dev.writeback.agent.lifecycle.Waypoints;
import dev.writeback.agent.policy.Policy;
import dev.writeback.agent.policy.PolicySource;
import dev.writeback.agent.policy.Scope;
import dev.writeback.agent.policy.Switches;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Echo;
import dev.writeback.protocol.message.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A pipeline with real sealing, a fake directory, a journal in memory and a clock that the test moves. */
abstract class PipelineFixture {
    static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    static final int AGENT_LIMIT = 50;
    static final int USER_LIMIT = 20;
    static final String PASSWORD = "N3w-Passw0rd!";

    final HandClock clock = new HandClock(START);
    final Cloud cloud = new Cloud(clock);
    final FakeDirectory directory = new FakeDirectory();
    final UUID user = directory.add("CN=u01,OU=Staff,DC=corp", Optional.of(START.minusSeconds(86_400)));
    final RecordedDirectives directives = new RecordedDirectives();
    final CountingObserver observer = new CountingObserver();
    final RecordedEvents events = new RecordedEvents();
    final Hold recheck = new Hold(Duration.ZERO);
    Journal journal = new InMemoryJournal(clock, 100);
    Policy policy = policy(SWITCHES);
    boolean paused;
    RequestEvents requestEvents;
    RequestPipeline pipeline = pipeline(journal);

    static final Switches SWITCHES = new Switches(true, true, false, true, true, false);

    Policy policy(Switches switches) {
        return new Policy(
                switches,
                new Scope(
                        Map.of(
                                "corp",
                                new Scope.Subtrees(List.of(DistinguishedName.of("OU=Staff,DC=corp")), List.of())),
                        Set.of()),
                new Rate(AGENT_LIMIT, Duration.ofMinutes(1)),
                new Rate(USER_LIMIT, Duration.ofHours(1)),
                clock);
    }

    RequestPipeline pipeline(Journal kept) {
        Limits limits = Limits.forResponseTime(Duration.ofSeconds(10));
        PolicySource policies = new PolicySource() {
            @Override
            public Policy now() {
                return policy;
            }

            @Override
            public boolean isPaused() {
                return paused;
            }
        };
        requestEvents = new RequestEvents(events, clock);
        Acknowledgement acknowledgement = new Acknowledgement(cloud.acks(), requestEvents, observer);
        Directories directories = new Directories(Map.of("corp", directory));
        Hold hold = new Hold(Duration.ZERO);
        Recovery recovery = new Recovery(directories, limits, recheck);
        Execution execution = new Execution(policies, directories, cloud.opener(), kept, recovery, limits);
        Admission admission = new Admission(kept, execution, recovery, acknowledgement, requestEvents, hold, limits);
        return new RequestPipeline(
                cloud.opener(),
                admission,
                acknowledgement,
                directives,
                limits,
                requestEvents,
                observer,
                clock,
                clock,
                Waypoints.NONE);
    }

    /** What came that is no request. */
    static final class RecordedDirectives implements Directives {
        final List<Opening.Directive> applied = new ArrayList<>();
        final List<Opening.SwitchesRefused> refused = new ArrayList<>();
        final List<Echo> echoed = new ArrayList<>();
        Optional<Echo> awaited = Optional.empty();
        boolean fails;

        @Override
        public void apply(Opening.Directive word) {
            if (fails) {
                throw new UncheckedIOException(new IOException("no space left"));
            }
            applied.add(word);
        }

        @Override
        public boolean echoed(Opening.Echoed word) {
            echoed.add(word.echo());
            return awaited.filter(word.echo()::equals).isPresent();
        }

        @Override
        public void refused(Opening.SwitchesRefused word) {
            refused.add(word);
        }
    }

    static final class CountingObserver implements PipelineObserver {
        int dropped;
        int directed;
        int unasked;
        /** The rest in its order, without stages. */
        final List<String> heard = new ArrayList<>();

        @Override
        public void traced(String traceparent) {
            heard.add("trace " + traceparent);
        }

        @Override
        public void left() {
            heard.add("left");
        }

        @Override
        public void rejected(Rejection why) {
            heard.add("rejected " + why);
        }

        @Override
        public void replayed(Replay how) {
            heard.add("replayed " + how);
        }

        @Override
        public void limited(Limit which) {
            heard.add("limited " + which);
        }

        @Override
        public void acknowledged(
                Optional<Operation> operation, Conclusion conclusion, boolean recorded, Duration took) {
            heard.add("acknowledged " + conclusion.outcome());
        }

        @Override
        public void dropped() {
            dropped++;
        }

        @Override
        public void directed() {
            directed++;
        }

        @Override
        public void unasked() {
            unasked++;
        }
    }

    FakeDelivery deliver(byte[] body, int number) {
        FakeDelivery delivery = new FakeDelivery(body, number, clock);
        pipeline.accept(delivery);
        return delivery;
    }

    Ack ackOf(SealedRequest request) {
        return ackOf(request, 1);
    }

    Ack ackOf(SealedRequest request, int number) {
        FakeDelivery delivery = deliver(request.body(), number);
        assertThat(delivery.events).containsExactly("answered", "settled");
        return cloud.verified(delivery.acks.get(0), request);
    }
}
