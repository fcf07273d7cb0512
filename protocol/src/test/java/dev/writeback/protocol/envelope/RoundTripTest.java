package dev.writeback.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Initiator;
import dev.writeback.protocol.message.Operation;
import dev.writeback.protocol.message.Outcome;
import dev.writeback.protocol.message.PolicyRules;
import dev.writeback.protocol.message.Reason;
import dev.writeback.protocol.message.Timings;
import dev.writeback.protocol.message.Violation;
import dev.writeback.protocol.message.WritebackRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side of this module seals, the other side opens. */
class RoundTripTest {
    static Stream<Arguments> operationsAndAgents() {
        return Arrays.stream(Operation.values())
                .flatMap(op -> IntStream.of(1, 2, 4, 16).mapToObj(count -> arguments(op, count)));
    }

    @ParameterizedTest
    @MethodSource("operationsAndAgents")
    void everyAgentOpensWhatTheCloudSealed(Operation operation, int count) {
        Parties parties = new Parties(count);
        SealedRequest sealed = parties.seal(Parties.draft(operation));

        for (int i = 1; i <= count; i++) {
            EnvelopeOpener opener = parties.opener("hq-" + i, Parties.NOW);
            VerifiedRequest verified = verified(opener.open(new RawEnvelope(sealed.body())));
            assertThat(verified.request().operation()).isEqualTo(operation);
            assertThat(verified.digest()).isEqualTo(sealed.digest());
            assertThat(verified.request().header().id()).isEqualTo(sealed.id());
            try (OpenedRequest opened = opened(opener.unseal(verified))) {
                assertThat(opened.newPassword().isPresent()).isEqualTo(operation.carriesSecret());
                opened.newPassword()
                        .ifPresent(p -> assertThat(Parties.text(Optional.of(p))).isEqualTo(Parties.NEW));
                assertThat(opened.currentPassword().isPresent()).isEqualTo(operation == Operation.CHANGE);
                opened.currentPassword()
                        .ifPresent(p -> assertThat(Parties.text(Optional.of(p))).isEqualTo(Parties.OLD));
            }
        }
    }

    @Test
    void optionsInitiatorAndTraceArriveAsTheyWereSent() {
        Parties parties = new Parties(1);
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        SealedRequest sealed = parties.seal(Draft.reset(Parties.SUBJECT, Initiator.admin("helpdesk@example.net"))
                .andUnlock()
                .andMustChange()
                .withTrace(trace));

        VerifiedRequest verified = verified(parties.opener("hq-1", Parties.NOW).open(new RawEnvelope(sealed.body())));

        WritebackRequest.Header header =
                new WritebackRequest.Header(sealed.id(), sealed.issuedAt(), sealed.expiresAt(), Optional.of(trace));
        assertThat(verified.request())
                .isEqualTo(new WritebackRequest.Reset(
                        header, Parties.SUBJECT, Initiator.admin("helpdesk@example.net"), true, true));
    }

    static Stream<Ack> acks() {
        Parties parties = new Parties(2);
        SealedRequest request = parties.seal(Parties.draft(Operation.RESET));
        Timings timings = new Timings(3, 2, 31, 36);
        Optional<Operation> reset = Optional.of(Operation.RESET);
        PolicyRules rules =
                new PolicyRules(14, 5, true, 0, Optional.of(Instant.ofEpochSecond(1795345000)), "PSO-Strict");
        return Stream.of(
                new Ack(
                        request.id(),
                        request.digest(),
                        reset,
                        Outcome.OK,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        1,
                        false,
                        Optional.of("dc1.corp.example.test"),
                        timings),
                new Ack(
                        request.id(),
                        request.digest(),
                        reset,
                        Outcome.REFUSED,
                        Optional.of(Reason.POLICY_VIOLATION),
                        List.of(Violation.TOO_SHORT, Violation.HISTORY),
                        Optional.of(rules),
                        1,
                        false,
                        Optional.empty(),
                        timings),
                new Ack(
                        request.id(),
                        request.digest(),
                        reset,
                        Outcome.OK_ALREADY,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        5,
                        true,
                        Optional.empty(),
                        timings),
                new Ack(
                        request.id(),
                        request.digest(),
                        reset,
                        Outcome.RETRY,
                        Optional.of(Reason.DIRECTORY_UNAVAILABLE),
                        List.of(),
                        Optional.empty(),
                        1,
                        false,
                        Optional.empty(),
                        timings));
    }

    @ParameterizedTest
    @MethodSource("acks")
    void theCloudReadsTheAckThatTheAgentWrote(Ack template) {
        Parties parties = new Parties(2);
        SealedRequest request = parties.seal(Parties.draft(Operation.RESET));
        Ack ack = new Ack(
                request.id(),
                request.digest(),
                template.operation(),
                template.outcome(),
                template.reason(),
                template.violations(),
                template.rules(),
                template.delivery(),
                template.recorded(),
                template.server(),
                template.timings());

        SealedAck sealed = parties.ackSealer("hq-2").seal(ack);

        assertThat(parties.ackOpener(Parties.NOW).open(sealed.body(), request))
                .isEqualTo(new AckOpening.Accepted(ack, sealed.id(), "hq-2", Optional.empty()));
    }

    @Test
    void theCloudLearnsTheAgentsPolicy() {
        Parties parties = new Parties(1);
        SealedRequest request = parties.seal(Draft.ping());
        String policy = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";

        SealedAck sealed = parties.ackSealer("hq-1").withPolicy(() -> policy).seal(pong(request));

        assertThat(parties.ackOpener(Parties.NOW).open(sealed.body(), request))
                .isEqualTo(new AckOpening.Accepted(pong(request), sealed.id(), "hq-1", Optional.of(policy)));
    }

    @Test
    void aPolicyIsADigestAndNothingElse() {
        Parties parties = new Parties(1);
        Ack ack = pong(parties.seal(Draft.ping()));
        AckSealer sealer = parties.ackSealer("hq-1").withPolicy(() -> "everything is allowed");

        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(ack));
    }

    private static Ack pong(SealedRequest request) {
        return new Ack(
                request.id(),
                request.digest(),
                Optional.of(Operation.PING),
                Outcome.OK,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                false,
                Optional.empty(),
                new Timings(0, 1, 0, 2));
    }

    @Test
    void aMessageForOtherAgentsIsForeign() {
        Parties others = new Parties(3);
        Parties we = new Parties(1);

        Opening opening = we.opener("hq-1", Parties.NOW)
                .open(new RawEnvelope(others.seal(Draft.ping()).body()));

        assertThat(opening).isEqualTo(new Opening.Foreign());
    }

    static VerifiedRequest verified(Opening opening) {
        assertThat(opening).isInstanceOf(Opening.Verified.class);
        return ((Opening.Verified) opening).request();
    }

    static OpenedRequest opened(Unsealing unsealing) {
        assertThat(unsealing).isInstanceOf(Unsealing.Opened.class);
        return ((Unsealing.Opened) unsealing).request();
    }
}
