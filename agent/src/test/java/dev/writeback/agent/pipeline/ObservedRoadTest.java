package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an observer of the road is told, and in which order. */
class ObservedRoadTest extends PipelineFixture {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void tellsTheTraceBeforeTheAnswerAndWhenTheThreadIsDone() {
        ackOf(cloud.send(Draft.ping().withTrace(TRACE)));

        assertThat(observer.heard).containsExactly("trace " + TRACE, "acknowledged OK", "left");
    }

    @Test
    void leavesAlsoWhatBreaks() {
        directory.answer = () -> {
            throw new IllegalStateException();
        };

        deliver(cloud.reset(user, PASSWORD).body(), 1);

        assertThat(observer.heard).containsExactly("left");
    }

    @Test
    void whatTheRelayBringsAgainIsNoReplay() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        ackOf(request, 1);

        ackOf(request, 2);

        assertThat(observer.heard)
                .containsExactly("acknowledged OK", "left", "replayed REDELIVERED", "acknowledged OK_ALREADY", "left");
    }

    @Test
    void theSameMessageSentTwiceIsAReplay() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        ackOf(request, 1);

        ackOf(request, 1);

        assertThat(observer.heard).contains("replayed REPEATED");
        assertThat(directory.calls).hasSize(1);
    }

    @Test
    void anotherRequestUnderATakenNumberIsAReplay() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        journal.admit(request.id(), "another digest", START.plus(Duration.ofHours(1)));

        ackOf(request, 1);

        assertThat(observer.heard).containsExactly("replayed ALTERED", "acknowledged REFUSED", "left");
    }

    @Test
    void tellsWhyAMessageWasNotAccepted() {
        deliver("not json".getBytes(StandardCharsets.UTF_8), 1);
        deliver(cloud.forgedReset(user, PASSWORD).body(), 1);

        assertThat(observer.heard)
                .containsExactly("rejected PACKAGE_SYNTAX", "left", "rejected SIGNER_UNKNOWN", "left");
    }

    @Test
    void tellsWhichLimitWasHit() {
        for (int i = 0; i <= USER_LIMIT; i++) {
            ackOf(cloud.send(Draft.unlock(Cloud.subject(user), Initiator.self())));
        }
        assertThat(observer.heard).containsOnlyOnce("limited USER").doesNotContain("limited AGENT");

        for (int i = 0; i < AGENT_LIMIT; i++) {
            UUID other = directory.add("CN=x" + i + ",OU=Staff,DC=corp", Optional.empty());
            ackOf(cloud.send(Draft.unlock(Cloud.subject(other), Initiator.self())));
        }
        // The one that the user's limit refused was given back to the agent's.
        assertThat(Collections.frequency(observer.heard, "limited AGENT")).isEqualTo(USER_LIMIT);
    }
}
