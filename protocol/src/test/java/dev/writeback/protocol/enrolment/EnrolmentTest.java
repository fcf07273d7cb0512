package dev.writeback.protocol.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.enrolment.DeskAnswer.Why;
import dev.writeback.protocol.envelope.Rejection;
import dev.writeback.protocol.message.Epoch;
import dev.writeback.protocol.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Section 8: an agent and a cloud come to trust each other by a code, once. */
class EnrolmentTest {
    private final Office office = new Office();

    private static DeskAnswer refused(Why why) {
        return new DeskAnswer.Refused(why, Optional.empty());
    }

    /** A code as somebody knows it who has only seen it travel: the name, not the secret. */
    private EnrolmentCode guessed(EnrolmentCode code) {
        return parsed(code.cid() + "-00000000000000000000000000");
    }

    private static EnrolmentCode parsed(String text) {
        try {
            return EnrolmentCode.parse(Secret.takeOwnershipOf(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (MalformedCodeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothSidesTrustEachOtherAndShowTheSameWords() throws MalformedCodeException {
        EnrolmentCode typed = EnrolmentCode.parse(office.desk.issue().shown());
        KeyRecord enc = office.key(KeyUse.ENC, Optional.of("hq-1"));
        KeyRecord sig = office.key(KeyUse.SIG, Optional.of("hq-1"));
        EnrolmentApplicant applicant = office.applicant(typed, enc, sig);

        DeskAnswer first = office.desk.enrol(applicant.request());
        ChallengeOpening.Accepted accepted = Office.accepted(applicant, first);
        assertThat(office.enrolled.all()).isEmpty();
        DeskAnswer second = office.desk.confirm(accepted.confirmation().get());

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(204);
        assertThat(office.enrolled.all()).extracting(KeyRecord::id).containsExactly(enc.id(), sig.id());
        assertThat(accepted.trust().root().orElseThrow().id()).isEqualTo(office.root.id());
        assertThat(accepted.trust().keys().all())
                .extracting(KeyRecord::toString)
                .isEqualTo(office.cloudKeys.toPublic().all().stream()
                        .map(KeyRecord::toString)
                        .toList());
        assertThat(accepted.cloudKeys()).isEqualTo(new Epoch(3));
        assertThat(accepted.relay().connection().<String>map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .isEqualTo("for hq-1");
        assertThat(accepted.fingerprint())
                .isEqualTo(((DeskAnswer.Challenged) first).fingerprint())
                .isEqualTo(((DeskAnswer.Enrolled) second).agent().fingerprint());
        assertThat(accepted.fingerprint().words()).hasSize(6);
    }

    @Test
    void aCodeIsGoodForFifteenMinutes() {
        EnrolmentCode code = office.desk.issue();
        EnrolmentCode late = office.desk.issue();
        office.pass(EnrolmentDesk.LIFETIME.minusSeconds(1));
        assertThat(office.enrol(office.applicant("hq-1", code)).status()).isEqualTo(204);

        office.pass(Duration.ofSeconds(1));

        assertThat(office.enrol(office.applicant("hq-2", late))).isEqualTo(refused(Why.CODE_EXPIRED));
    }

    @Test
    void aCodeThatExpiresBetweenTheTwoMessagesEnrolsNobody() {
        EnrolmentApplicant applicant = office.applicant("hq-1", office.desk.issue());
        office.pass(EnrolmentDesk.LIFETIME.minusSeconds(10));
        DeskAnswer first = office.desk.enrol(applicant.request());
        byte[] confirmation = Office.accepted(applicant, first).confirmation().get();
        office.pass(Duration.ofSeconds(10));

        assertThat(office.desk.confirm(confirmation)).isEqualTo(refused(Why.CODE_EXPIRED));
        assertThat(office.enrolled.all()).isEmpty();
    }

    @Test
    void aCodeIsGoodForOneAgent() {
        EnrolmentCode code = office.desk.issue();
        office.enrol(office.applicant("hq-1", code));

        assertThat(office.enrol(office.applicant("hq-2", code))).isEqualTo(refused(Why.CODE_USED));
        assertThat(office.enrolled.agents()).containsExactly("hq-1");
    }

    @Test
    void fiveWrongAttemptsDestroyTheCode() {
        EnrolmentCode code = office.desk.issue();
        for (int i = 1; i <= 4; i++) {
            assertThat(office.enrol(office.applicant("hq-1", guessed(code)))).isEqualTo(refused(Why.WRONG_MAC));
        }
        assertThat(office.desk.enrol(office.applicant("hq-1", code).request()).status())
                .isEqualTo(200);

        assertThat(office.enrol(office.applicant("hq-1", guessed(code)))).isEqualTo(refused(Why.WRONG_MAC));

        assertThat(office.enrol(office.applicant("hq-1", code))).isEqualTo(refused(Why.CODE_DESTROYED));
        assertThat(Why.CODE_DESTROYED.status()).isEqualTo(410);
    }

    @Test
    void wrongChallengesCountToo() {
        EnrolmentCode code = office.desk.issue();
        KeyRecord enc = office.key(KeyUse.ENC, Optional.of("hq-1"));
        KeyRecord sig = office.key(KeyUse.SIG, Optional.of("hq-1"));
        EnrolmentApplicant applicant = office.applicant(code, enc, sig);
        byte[] outdated = Office.accepted(applicant, office.desk.enrol(applicant.request()))
                .confirmation()
                .get();
        DeskAnswer second = office.desk.enrol(applicant.request());
        for (int i = 1; i <= 5; i++) {
            assertThat(office.desk.confirm(outdated)).isEqualTo(refused(Why.WRONG_CHALLENGE));
        }

        assertThat(office.desk.confirm(
                        Office.accepted(applicant, second).confirmation().get()))
                .isEqualTo(refused(Why.CODE_DESTROYED));
        assertThat(office.enrolled.all()).isEmpty();
    }

    @Test
    void anAnswerThatGotLostIsAskedForAgain() {
        EnrolmentApplicant applicant = office.applicant("hq-1", office.desk.issue());
        office.desk.enrol(applicant.request());

        ChallengeOpening.Accepted accepted = Office.accepted(applicant, office.desk.enrol(applicant.request()));
        DeskAnswer once = office.desk.confirm(accepted.confirmation().get());
        DeskAnswer again = office.desk.confirm(accepted.confirmation().get());

        assertThat(((DeskAnswer.Enrolled) once).again()).isFalse();
        assertThat(((DeskAnswer.Enrolled) again).again()).isTrue();
        assertThat(again.status()).isEqualTo(204);
    }

    @Test
    void aReplayedRequestIsRefusedAndChangesNothing() {
        EnrolmentApplicant applicant = office.applicant("hq-1", office.desk.issue());
        byte[] request = applicant.request();
        DeskAnswer first = office.desk.enrol(request);

        assertThat(office.desk.enrol(request)).isEqualTo(refused(Why.REPLAYED));
        assertThat(office.desk
                        .confirm(
                                Office.accepted(applicant, first).confirmation().get())
                        .status())
                .isEqualTo(204);
        assertThat(office.desk.enrol(request)).isEqualTo(refused(Why.CODE_USED));
    }

    @Test
    void aRequestIsGoodForItsLifetimeAlone() {
        byte[] request = office.applicant("hq-1", office.desk.issue()).request();
        office.pass(Duration.ofMinutes(6));

        assertThat(office.desk.enrol(request))
                .isEqualTo(new DeskAnswer.Refused(Why.MALFORMED, Optional.of(Rejection.REPLY_EXPIRED)));
    }

    @Test
    void aCodeOfAnotherCloudIsUnknown() {
        EnrolmentCode foreign = new Office().desk.issue();

        assertThat(office.enrol(office.applicant("hq-1", foreign))).isEqualTo(refused(Why.UNKNOWN_CODE));
        assertThat(Why.UNKNOWN_CODE.status()).isEqualTo(403);
    }

    @Test
    void anIdThatIsTakenIsToldOnlyToWhoKnowsTheCode() {
        office.enrol(office.applicant("hq-1", office.desk.issue()));
        EnrolmentCode code = office.desk.issue();

        assertThat(office.enrol(office.applicant("hq-1", guessed(code)))).isEqualTo(refused(Why.WRONG_MAC));
        assertThat(office.enrol(office.applicant("hq-1", code))).isEqualTo(refused(Why.TAKEN));
        assertThat(office.enrol(office.applicant("hq-2", code)).status()).isEqualTo(204);
    }

    @Test
    void aKeyThatIsEnrolledIsNotEnrolledAgainUnderAnotherName() {
        KeyRecord enc = office.key(KeyUse.ENC, Optional.of("hq-1"));
        office.enrol(office.applicant(office.desk.issue(), enc, office.key(KeyUse.SIG, Optional.of("hq-1"))));
        KeyRecord same = KeyRecord.of(
                enc.publicKey(),
                enc.privateKey().orElseThrow(),
                KeyUse.ENC,
                Optional.of("hq-2"),
                enc.notBefore(),
                enc.expiresAt());

        assertThat(office.enrol(
                        office.applicant(office.desk.issue(), same, office.key(KeyUse.SIG, Optional.of("hq-2")))))
                .isEqualTo(refused(Why.TAKEN));
    }

    @Test
    void ofTwoWhoWantOneIdTheFirstToConfirmGetsIt() {
        EnrolmentApplicant one = office.applicant("hq-1", office.desk.issue());
        EnrolmentApplicant other = office.applicant("hq-1", office.desk.issue());
        DeskAnswer toOne = office.desk.enrol(one.request());
        DeskAnswer toOther = office.desk.enrol(other.request());

        assertThat(office.desk
                        .confirm(Office.accepted(other, toOther).confirmation().get())
                        .status())
                .isEqualTo(204);
        assertThat(office.desk.confirm(
                        Office.accepted(one, toOne).confirmation().get()))
                .isEqualTo(refused(Why.TAKEN));
    }

    @Test
    void ofTwoWhoShowOneCodeTheLastCounts() {
        EnrolmentCode code = office.desk.issue();
        EnrolmentApplicant one = office.applicant("hq-1", code);
        EnrolmentApplicant other = office.applicant("hq-2", code);
        DeskAnswer toOne = office.desk.enrol(one.request());
        DeskAnswer toOther = office.desk.enrol(other.request());

        assertThat(office.desk.confirm(
                        Office.accepted(one, toOne).confirmation().get()))
                .isEqualTo(new DeskAnswer.Refused(Why.WRONG_SIGNER, Optional.of(Rejection.SIGNER_UNKNOWN)));
        assertThat(office.desk
                        .confirm(Office.accepted(other, toOther).confirmation().get())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aProxyThatSwapsTheCloudIsNotBelieved() {
        EnrolmentCode code = office.desk.issue();
        EnrolmentApplicant applicant = office.applicant("hq-1", code);
        Office proxy = new Office();
        proxy.desk.keep(guessed(code));

        // It cannot even answer: it does not know what the request is authenticated with.
        assertThat(proxy.desk.enrol(applicant.request())).isEqualTo(refused(Why.WRONG_MAC));
        // What it was given for keys of its own is not for this agent.
        EnrolmentApplicant own = proxy.applicant("hq-1", guessed(code));
        DeskAnswer answer = proxy.desk.enrol(own.request());
        assertThat(applicant.open(((DeskAnswer.Challenged) answer).body()))
                .isEqualTo(new ChallengeOpening.Unreadable(Rejection.REPLY_NOT_FOR_US));
    }

    @Test
    void aProxyThatSwapsTheAgentsKeysIsRefused() {
        EnrolmentCode code = office.desk.issue();
        // The proxy has seen the name of the code, not its secret, and means its own keys.
        EnrolmentApplicant proxy = office.applicant("hq-1", guessed(code));

        assertThat(office.enrol(proxy)).isEqualTo(refused(Why.WRONG_MAC));
        assertThat(office.enrolled.all()).isEmpty();
    }

    @Test
    void anAnswerToAnEarlierAttemptIsNotBelieved() {
        EnrolmentCode code = office.desk.issue();
        KeyRecord enc = office.key(KeyUse.ENC, Optional.of("hq-1"));
        KeyRecord sig = office.key(KeyUse.SIG, Optional.of("hq-1"));
        DeskAnswer earlier = office.desk.enrol(office.applicant(code, enc, sig).request());

        assertThat(office.applicant(code, enc, sig).open(((DeskAnswer.Challenged) earlier).body()))
                .isEqualTo(new ChallengeOpening.NotTheCloud());
    }

    @Test
    void theConnectionIsClosedWhereItIsNotHandedOn() {
        office.enrol(office.applicant("hq-1", office.desk.issue()));

        assertThat(office.handedOut).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> office.handedOut.get(0).connection().use(bytes -> {}));
        assertThat(office.handedOut.get(0).toString()).contains("redacted");
    }

    @Test
    void aCodeTakesNoMoreThan64Requests() {
        EnrolmentApplicant applicant = office.applicant("hq-1", office.desk.issue());
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            statuses.add(office.desk.enrol(applicant.request()).status());
        }

        assertThat(statuses.subList(0, 64)).containsOnly(200);
        assertThat(statuses.get(64)).isEqualTo(429);
    }

    @Test
    void theDeskRemembersForADayWhyACodeIsGoodNoMore() {
        EnrolmentCode code = office.desk.issue();
        office.pass(EnrolmentDesk.LIFETIME.plusHours(24));
        office.desk.issue();
        assertThat(office.enrol(office.applicant("hq-1", code))).isEqualTo(refused(Why.CODE_EXPIRED));

        office.pass(Duration.ofSeconds(1));
        office.desk.issue();

        assertThat(office.enrol(office.applicant("hq-1", code))).isEqualTo(refused(Why.UNKNOWN_CODE));
    }

    @Test
    void anAudienceHasATenantAndAGroup() {
        for (String audience : List.of("", "urn:pwb:6d1b2c", "urn:pwb::hq", "urn:pwb:a:b:c", "urn:pwx:6d1b2c:hq")) {
            assertThatIllegalArgumentException().isThrownBy(() -> CodeProof.tenant(audience));
        }
        assertThat(CodeProof.tenant(Office.AUDIENCE)).isEqualTo("6d1b2c");
    }

    @Test
    void anApplicantHasTwoKeysOfOneAgent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> office.applicant(
                        office.desk.issue(),
                        office.key(KeyUse.ENC, Optional.of("hq-1")),
                        office.key(KeyUse.SIG, Optional.of("hq-2"))));
    }
}
