package dev.writeback.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.event.Event;
import dev.writeback.agent.event.EventType;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.protocol.envelope.Draft;
import dev.writeback.protocol.envelope.SealedRequest;
import dev.writeback.protocol.message.Initiator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestEventsTest extends PipelineFixture {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static DirectoryOutcome tooShort() {
        return new DirectoryOutcome.Refused(
                "dc1", Refusal.POLICY, Set.of(PolicyViolation.TOO_SHORT), Optional.empty(), "0000052D");
    }

    @Test
    void aResetTellsWhoWhomWhatAndWhatBecameOfIt() {
        Draft draft = Draft.reset(Cloud.subject(user), Initiator.self()).withTrace(TRACE);
        SealedRequest request = cloud.send(draft, PASSWORD);

        deliver(request.body(), 1);

        assertThat(events.names()).containsExactly("writeback.reset.started", "writeback.reset.succeeded");
        Event ended = events.all().get(1);
        assertThat(ended.fields())
                .containsEntry("requestId", request.id().value())
                .containsEntry("traceId", "0af7651916cd43dd8448eb211c80319c")
                .containsEntry("operation", "reset")
                .containsEntry("actor", "self")
                .containsEntry("subjectFormat", "objectGUID")
                .containsEntry("subject", user.toString())
                .containsEntry("directory", "corp")
                .containsEntry("account", user.toString())
                .containsEntry("accountDn", "CN=u01,OU=Staff,DC=corp")
                .containsEntry("outcome", "OK")
                .containsEntry("server", FakeDirectory.SERVER)
                .containsEntry("delivery", 1L)
                .containsEntry("queuedMillis", 7L)
                .containsKeys("verifiedMillis", "directoryMillis", "totalMillis");
    }

    @Test
    void anAdministratorsResetHasEventsOfItsOwnAndNamesTheAdministrator() {
        deliver(
                cloud.send(Draft.reset(Cloud.subject(user), Initiator.admin("admin-7")), PASSWORD)
                        .body(),
                1);

        assertThat(events.names())
                .containsExactly(
                        "writeback.admin_reset.started", "writeback.admin_reset.failed", "policy.operation_disabled");
        assertThat(events.all()).allSatisfy(event -> assertThat(event.fields()).containsEntry("actorId", "admin-7"));
    }

    @Test
    void aRefusalIsTwoEventsTheSecondOfWhichNamesTheCause() {
        directory.answer = RequestEventsTest::tooShort;

        deliver(cloud.reset(user, PASSWORD).body(), 1);

        assertThat(events.names())
                .containsExactly("writeback.reset.started", "writeback.reset.failed", "directory.policy_violation");
        assertThat(events.all().get(1).fields())
                .containsEntry("reason", "policy_violation")
                .containsEntry("violations", List.of("too_short"));
        assertThat(events.all().get(2).fields().get("requestId"))
                .isEqualTo(events.all().get(1).fields().get("requestId"));
    }

    @Test
    void whatIsToBeToldIsInTheAuditBeforeTheAckLeaves() {
        events.fill();

        FakeDelivery delivery = deliver(cloud.reset(user, PASSWORD).body(), 1);

        assertThat(delivery.events).isEmpty();
        assertThat(delivery.acks).isEmpty();
    }

    @Test
    void whatTheAuditCouldNotKeepIsAnsweredByTheNextDelivery() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        events.fill();
        deliver(request.body(), 1);
        events.makeRoom();

        FakeDelivery second = deliver(request.body(), 2);

        assertThat(second.events).containsExactly("answered", "settled");
        assertThat(directory.calls).hasSize(1);
        assertThat(events.names()).endsWith("writeback.reset.succeeded");
        assertThat(events.all().get(events.all().size() - 1).fields()).containsEntry("recorded", true);
    }

    @Test
    void aRequestThatComesAgainIsNoSecondSuccess() {
        SealedRequest request = cloud.reset(user, PASSWORD);
        deliver(request.body(), 1);
        deliver(request.body(), 2);

        assertThat(events.names().stream().filter("writeback.reset.succeeded"::equals))
                .hasSize(1);
        assertThat(events.all().get(events.all().size() - 1).fields()).containsEntry("outcome", "OK_ALREADY");
    }

    @Test
    void aMalformedRequestOfTheCloudIsOneEventWithItsRejection() {
        clock.set(START.minus(Duration.ofHours(1)));
        SealedRequest request = cloud.reset(user, PASSWORD);
        clock.set(START.minus(Duration.ofHours(3)));

        deliver(request.body(), 1);

        assertThat(events.names()).containsExactly("request.invalid");
        assertThat(events.all().get(0).fields()).containsEntry("rejection", "issued_in_the_future");
    }

    @Test
    void aForgedMessageIsDroppedWithItsRejection() {
        deliver(cloud.forgedReset(user, PASSWORD).body(), 1);

        assertThat(events.names()).containsExactly("request.dropped");
        assertThat(events.all().get(0).fields()).containsKeys("messageId", "rejection");
    }

    @Test
    void aFloodOfForgedMessagesIsANumber() {
        byte[] forged = cloud.forgedReset(user, PASSWORD).body();
        for (int i = 0; i < 500; i++) {
            deliver(forged, 1);
        }
        clock.set(START.plusSeconds(61));
        deliver(forged, 1);

        List<Event> dropped = events.all();
        assertThat(dropped).hasSize(61).extracting(Event::type).containsOnly(EventType.REQUEST_DROPPED);
        assertThat(dropped.get(60).fields()).containsEntry("suppressed", 440L);
    }

    /** Nobody sends another one to tell of those before it. */
    @Test
    void aFloodThatHasEndedIsToldOfOnceItsMinuteIsOver() {
        byte[] forged = cloud.forgedReset(user, PASSWORD).body();
        for (int i = 0; i < 500; i++) {
            deliver(forged, 1);
        }
        clock.set(START.plusSeconds(59));
        requestEvents.look();
        assertThat(events.all()).hasSize(60);
        clock.set(START.plusSeconds(61));

        requestEvents.look();
        requestEvents.look();

        assertThat(events.all()).hasSize(61);
        assertThat(events.names()).endsWith("request.dropped");
        assertThat(events.all().get(60).fields()).containsOnly(Map.entry("suppressed", 440L));
        deliver(forged, 1);
        assertThat(events.all().get(61).fields()).containsKey("messageId").doesNotContainKey("suppressed");
    }

    @Test
    void aFloodDuringWhichTheAgentStopsIsToldOfAtTheEnd() {
        byte[] forged = cloud.forgedReset(user, PASSWORD).body();
        for (int i = 0; i < 70; i++) {
            deliver(forged, 1);
        }

        requestEvents.close();
        requestEvents.close();

        assertThat(events.all()).hasSize(61);
        assertThat(events.all().get(60).fields()).containsOnly(Map.entry("suppressed", 10L));
    }

    @Test
    void whereNothingWasKeptOutNothingIsTold() {
        deliver(cloud.forgedReset(user, PASSWORD).body(), 1);
        clock.set(START.plusSeconds(61));

        requestEvents.look();
        requestEvents.close();

        assertThat(events.all()).hasSize(1);
    }

    @Test
    void noEventHoldsAPassword() {
        directory.answer = RequestEventsTest::tooShort;
        deliver(cloud.change(user, "old-Passw0rd", PASSWORD).body(), 1);

        assertThat(events.all())
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.toString()).doesNotContain(PASSWORD).doesNotContain("old-Passw0rd"));
    }
}
