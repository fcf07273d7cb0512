package dev.writeback.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.writeback.agent.journal.Conclusion;
import dev.writeback.agent.journal.InMemoryJournal;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayRequest;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.envelope.EnvelopeOpener;
import dev.writeback.protocol.envelope.Opening;
import dev.writeback.protocol.envelope.RawEnvelope;
import dev.writeback.protocol.envelope.VerifiedRequest;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Subject;
import dev.writeback.protocol.message.Violation;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CanaryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Subject ACCOUNT =
            new Subject(Subject.Format.OBJECT_GUID, UUID.randomUUID().toString());

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final SecureRandom random = new SecureRandom();
    private final KeyRing agent = KeyRing.of(Keys.generate(
            KeyUse.ENC, Optional.of("hq-1"), NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)), random));
    private final CanaryCloud cloud = new CanaryCloud(() -> agent, "urn:pwb:t:g", clock, random);
    private final EnvelopeOpener opener = cloud.opener();
    private final InMemoryJournal journal = new InMemoryJournal(clock, 10);
    private final List<String> told = new ArrayList<>();
    private final List<Integer> deliveries = new ArrayList<>();
    private boolean serving = true;

    private final CanaryObserver observer = new CanaryObserver() {
        @Override
        public void ended(Conclusion conclusion, boolean written) {
            told.add(conclusion.outcome() + (written ? " written" : ""));
        }

        @Override
        public void failed() {
            told.add("failed");
        }

        @Override
        public void skipped() {
            told.add("skipped");
        }
    };

    private void run(Consumer<RelayRequest> road) {
        new Canary(cloud, road, journal, ACCOUNT, () -> serving, observer, clock, random).run();
    }

    private Consumer<RelayRequest> concluding(Conclusion conclusion) {
        return delivery -> {
            deliveries.add(delivery.delivery());
            VerifiedRequest request = opened(delivery);
            var unused = journal.admit(request.request().header().id(), request.digest(), NOW.plusSeconds(240));
            journal.conclude(request.request().header().id(), conclusion);
        };
    }

    private VerifiedRequest opened(RelayRequest delivery) {
        Opening opening = opener.open(new RawEnvelope(delivery.body()));
        assertThat(opening).isInstanceOf(Opening.Verified.class);
        VerifiedRequest request = ((Opening.Verified) opening).request();
        assertThat(request.request().subject()).contains(ACCOUNT);
        return request;
    }

    @Test
    void tellsWhatTheRoadConcluded() {
        run(concluding(Conclusion.of(Outcome.OK)));
        run(concluding(Conclusion.of(Outcome.OK_ALREADY)));
        run(concluding(Conclusion.of(Outcome.RETRY, Reason.DIRECTORY_UNAVAILABLE)));

        assertThat(told).containsExactly("OK written", "OK_ALREADY written", "RETRY");
        assertThat(deliveries).containsExactly(1, 1, 1);
    }

    @Test
    void makesNoRunWhileTheAgentTakesNoRequests() {
        serving = false;

        run(delivery -> {
            throw new AssertionError("a run was made");
        });

        assertThat(told).containsExactly("skipped");
    }

    @Test
    void bringsAgainWhatIsGivenBack() {
        run(delivery -> {
            if (delivery.delivery() < 3) {
                deliveries.add(delivery.delivery());
                givenBack(delivery);
            } else {
                concluding(Conclusion.of(Outcome.INDETERMINATE, Reason.DIRECTORY_UNAVAILABLE))
                        .accept(delivery);
            }
        });

        assertThat(deliveries).containsExactly(1, 2, 3);
        assertThat(told).containsExactly("INDETERMINATE");
    }

    private static void givenBack(RelayRequest delivery) {
        try {
            delivery.release();
        } catch (RelayException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void runWithoutAConclusionHasFailed() {
        run(delivery -> {});
        run(delivery -> {
            throw new IllegalStateException("a surprise");
        });

        assertThat(told).containsExactly("failed", "failed");
    }

    @Test
    void anotherAgentThatWasHereAMomentAgoIsNoSuccessAndNoWarning() {
        List<ILoggingEvent> log = logged(() -> {
            run(concluding(Conclusion.of(Outcome.SUPERSEDED)));
            run(concluding(refusedFor(Violation.TOO_YOUNG)));
        });

        assertThat(told).containsExactly("SUPERSEDED", "REFUSED");
        assertThat(log).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO, Level.INFO);
    }

    @Test
    void anyOtherFailureIsAWarning() {
        List<ILoggingEvent> log = logged(() -> {
            run(concluding(refusedFor(Violation.UNSPECIFIED)));
            run(concluding(Conclusion.refused(Reason.PROTECTED_ACCOUNT)));
        });

        assertThat(log).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
    }

    private static Conclusion refusedFor(Violation violation) {
        return new Conclusion(
                Outcome.REFUSED,
                Optional.of(Reason.POLICY_VIOLATION),
                List.of(violation),
                Optional.empty(),
                Optional.empty());
    }

    private static List<ILoggingEvent> logged(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger(Canary.class);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        logger.setLevel(Level.INFO);
        try {
            work.run();
        } finally {
            logger.detachAppender(events);
            logger.setLevel(null);
        }
        return events.list;
    }

    @Test
    void isBelievedOnNoOtherRoad() {
        EnvelopeOpener another = new CanaryCloud(() -> agent, "urn:pwb:t:g", clock, random).opener();

        run(delivery ->
                assertThat(another.open(new RawEnvelope(delivery.body()))).isInstanceOf(Opening.Dropped.class));
    }
}
