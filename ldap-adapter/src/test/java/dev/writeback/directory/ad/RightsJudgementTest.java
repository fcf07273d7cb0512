package dev.writeback.directory.ad;

import static dev.writeback.directory.ad.DescriptorBytes.ALLOW;
import static dev.writeback.directory.ad.DescriptorBytes.ALLOW_OBJECT;
import static dev.writeback.directory.ad.DescriptorBytes.DENY;
import static dev.writeback.directory.ad.DescriptorBytes.DENY_OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RightsJudgementTest {
    private static final String WHO = "S-1-5-21-1-2-3-1105";
    private static final String GROUP = "S-1-5-21-1-2-3-1200";
    private static final String STRANGER = "S-1-5-21-1-2-3-1300";
    private static final String USER = "bf967aba-0de6-11d0-a285-00aa003049e2";
    private static final String COMPUTER = "bf967a86-0de6-11d0-a285-00aa003049e2";
    private static final String RESET = "00299570-246d-11d0-a768-00aa006e0529";
    private static final String CHANGE = "ab721a53-1e2f-11d0-9819-00aa0040529b";
    private static final String LOCKOUT_TIME = "28630ebf-41d5-11d1-a9c1-0000f80367c1";
    private static final String PWD_LAST_SET = "bf967a0a-0de6-11d0-a285-00aa003049e2";
    private static final String ACCOUNT_RESTRICTIONS = "4c164200-20c0-11d0-a768-00aa006e0529";
    private static final String UNEXPIRE = "ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501";
    private static final int CONTROL = 0x100;
    private static final int WRITE = 0x20;
    private static final int INHERIT = 0x02;
    private static final int INHERIT_ONLY = 0x0A;

    private final RightsJudgement judgement =
            new RightsJudgement(Set.of(Sid.parse(WHO), Sid.parse(GROUP)), Map.of(UserClass.USER, List.of()));

    private Answer of(Right right, DescriptorBytes unit) {
        return judgement.ofUsersBelow(unit.read(), UserClass.USER).get(right);
    }

    private static DescriptorBytes unit() {
        return new DescriptorBytes();
    }

    @Test
    void grantsNothingWithoutAnEntry() {
        assertThat(judgement.ofUsersBelow(unit().read(), UserClass.USER))
                .hasSize(5)
                .containsValue(Answer.MISSING)
                .doesNotContainValue(Answer.GRANTED);
    }

    @Test
    void seesTheUsualDelegation() {
        DescriptorBytes unit = unit().ofObject(ALLOW_OBJECT, INHERIT_ONLY, CONTROL, RESET, USER, WHO)
                .ofObject(ALLOW_OBJECT, INHERIT_ONLY, WRITE | 0x10, LOCKOUT_TIME, USER, WHO)
                .ofObject(ALLOW_OBJECT, INHERIT_ONLY, WRITE | 0x10, PWD_LAST_SET, USER, GROUP);

        assertThat(of(Right.RESET_PASSWORD, unit)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.WRITE_LOCKOUT_TIME, unit)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.WRITE_PWD_LAST_SET, unit)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.CHANGE_PASSWORD, unit)).isEqualTo(Answer.MISSING);
    }

    @ParameterizedTest(name = "flags {0}, class {1} -> {2}")
    @CsvSource({
        "2, '', GRANTED",
        "10, '', GRANTED",
        "0, '', MISSING",
        "1, '', MISSING",
        "8, '', MISSING",
        "6, '', MISSING",
        "18, bf967aba-0de6-11d0-a285-00aa003049e2, GRANTED",
        "2, bf967a86-0de6-11d0-a285-00aa003049e2, MISSING"
    })
    void followsInheritance(int flags, String objectClass, Answer answer) {
        assertThat(of(Right.RESET_PASSWORD, unit().ofObject(ALLOW_OBJECT, flags, CONTROL, RESET, objectClass, WHO)))
                .isEqualTo(answer);
    }

    @ParameterizedTest(name = "mask {0} -> reset {1}, lockoutTime {2}")
    @CsvSource({
        "0x100, GRANTED, MISSING",
        "0x20, MISSING, GRANTED",
        "0x10000000, GRANTED, GRANTED",
        "0x40000000, MISSING, GRANTED",
        "0x80000000, MISSING, MISSING",
        "0xF01FF, GRANTED, GRANTED",
        "0xF00DF, MISSING, MISSING"
    })
    void readsMasksOfEntriesWithoutAType(String mask, Answer reset, Answer lockoutTime) {
        DescriptorBytes unit = unit().plain(ALLOW, INHERIT, Integer.parseUnsignedInt(mask.substring(2), 16), WHO);

        assertThat(of(Right.RESET_PASSWORD, unit)).isEqualTo(reset);
        assertThat(of(Right.WRITE_LOCKOUT_TIME, unit)).isEqualTo(lockoutTime);
    }

    @Test
    void knowsThePropertySetOfPwdLastSetAndThatLockoutTimeIsInNone() {
        DescriptorBytes unit = unit().ofObject(ALLOW_OBJECT, INHERIT, WRITE, ACCOUNT_RESTRICTIONS, USER, WHO);

        assertThat(of(Right.WRITE_PWD_LAST_SET, unit)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.WRITE_LOCKOUT_TIME, unit)).isEqualTo(Answer.MISSING);
    }

    @Test
    void letsTheFirstEntryDecide() {
        DescriptorBytes denied =
                unit().ofObject(DENY_OBJECT, INHERIT, CONTROL, RESET, "", GROUP).plain(ALLOW, INHERIT, 0xF01FF, WHO);
        DescriptorBytes allowed = unit().plain(ALLOW, INHERIT, 0xF01FF, WHO).plain(DENY, INHERIT, 0xF01FF, WHO);

        assertThat(of(Right.RESET_PASSWORD, denied)).isEqualTo(Answer.MISSING);
        assertThat(of(Right.CHANGE_PASSWORD, denied)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.RESET_PASSWORD, allowed)).isEqualTo(Answer.GRANTED);
    }

    @Test
    void passesOverEntriesForOthersAndOtherClasses() {
        DescriptorBytes unit = unit().plain(DENY, INHERIT, 0xF01FF, STRANGER)
                .ofObject(DENY_OBJECT, INHERIT, CONTROL, RESET, COMPUTER, WHO)
                .ofObject(DENY_OBJECT, INHERIT, CONTROL, CHANGE, "", WHO)
                .ofObject(ALLOW_OBJECT, INHERIT, CONTROL, RESET, USER, WHO);

        assertThat(of(Right.RESET_PASSWORD, unit)).isEqualTo(Answer.GRANTED);
        assertThat(of(Right.CHANGE_PASSWORD, unit)).isEqualTo(Answer.MISSING);
    }

    /** What stands on the user itself comes before what it inherits: Everyone's Change-Password outlives a denial above. */
    @Test
    void putsTheDefaultsOfTheClassFirst() {
        RightsJudgement withDefaults = new RightsJudgement(
                Set.of(Sid.parse(WHO), Sid.parse("S-1-1-0")),
                Map.of(
                        UserClass.USER,
                        DefaultDescriptor.entries(
                                "D:(A;;RPLCLORC;;;PS)(OA;;CR;" + CHANGE + ";;WD)", Sid.parse("S-1-5-21-1-2-3"))));
        SecurityDescriptor unit = unit().plain(DENY, INHERIT, 0xF01FF, WHO).read();

        assertThat(withDefaults.ofUsersBelow(unit, UserClass.USER))
                .containsEntry(Right.CHANGE_PASSWORD, Answer.GRANTED)
                .containsEntry(Right.RESET_PASSWORD, Answer.MISSING);
    }

    @Test
    void doesNotCallARightMissingThatUnreadableDefaultsMightGrant() {
        RightsJudgement withoutDefaults = new RightsJudgement(Set.of(Sid.parse(WHO)), Map.of());
        SecurityDescriptor unit = unit().ofObject(ALLOW_OBJECT, INHERIT, CONTROL, RESET, USER, WHO)
                .read();

        assertThat(withoutDefaults.ofUsersBelow(unit, UserClass.USER))
                .containsEntry(Right.RESET_PASSWORD, Answer.GRANTED)
                .containsEntry(Right.CHANGE_PASSWORD, Answer.UNREADABLE);
    }

    @Test
    void judgesTheDomainByWhatIsInForceOnItself() {
        assertThat(judgement.onItself(
                        unit().ofObject(ALLOW_OBJECT, 0, CONTROL, UNEXPIRE, "", GROUP)
                                .read(),
                        Right.UNEXPIRE_PASSWORD))
                .isEqualTo(Answer.GRANTED);
        assertThat(judgement.onItself(
                        unit().ofObject(ALLOW_OBJECT, INHERIT_ONLY, CONTROL, UNEXPIRE, "", WHO)
                                .read(),
                        Right.UNEXPIRE_PASSWORD))
                .isEqualTo(Answer.MISSING);
    }
}
