package dev.writeback.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.agent.config.DistinguishedName;
import dev.writeback.agent.config.OperationSettings;
import dev.writeback.directory.rights.Preflight;
import dev.writeback.directory.rights.Preflight.Answer;
import dev.writeback.directory.rights.Preflight.Part;
import dev.writeback.directory.rights.Right;
import dev.writeback.directory.rights.UserClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RightsCheckTest {
    private static final String STAFF = "OU=Staff,DC=corp,DC=example,DC=test";
    private static final Set<Right> ALL = NeededRights.of(new OperationSettings(true, true, true, true, true));

    private static Part part(UserClass users, Right... missing) {
        Map<Right, Answer> rights = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            rights.put(right, Arrays.asList(missing).contains(right) ? Answer.MISSING : Answer.GRANTED);
        }
        return new Part(STAFF, users, true, rights, "");
    }

    private static Check of(Set<Right> needed, Part... parts) {
        return new RightsCheck(needed, List.of()).of("svc", new Preflight("dc1", List.of(parts), List.of()));
    }

    @Test
    void isGreenWhenNothingIsMissing() {
        Check check = of(ALL, part(UserClass.USER));

        assertThat(check.worst()).isEqualTo(Check.Status.OK);
        assertThat(check.parts().get(0).detail())
                .isEqualTo(
                        "for objects of the class user has: Reset Password, Change Password, write lockoutTime, write"
                                + " pwdLastSet");
    }

    @Test
    void namesExactlyWhatIsMissingForWhichClass() {
        Check check = of(
                ALL,
                part(UserClass.USER, Right.RESET_PASSWORD, Right.WRITE_LOCKOUT_TIME),
                part(UserClass.INET_ORG_PERSON, Right.WRITE_PWD_LAST_SET));

        assertThat(check.parts().get(0).detail())
                .isEqualTo("for objects of the class user lacks: Reset Password, write lockoutTime");
        assertThat(check.parts().get(1).detail())
                .isEqualTo("for objects of the class inetOrgPerson lacks: write pwdLastSet");
        assertThat(check.parts().get(1).name()).isEqualTo(STAFF + " (inetOrgPerson)");
        assertThat(check.parts().get(0).advice().orElseThrow()).contains("writeback plan-permissions");
    }

    @Test
    void asksForNothingThatNoOperationNeeds() {
        Set<Right> changeOnly = NeededRights.of(new OperationSettings(false, true, false, false, true));

        assertThat(of(
                                changeOnly,
                                part(
                                        UserClass.USER,
                                        Right.RESET_PASSWORD,
                                        Right.WRITE_LOCKOUT_TIME,
                                        Right.WRITE_PWD_LAST_SET,
                                        Right.UNEXPIRE_PASSWORD))
                        .worst())
                .isEqualTo(Check.Status.OK);
        assertThat(of(changeOnly, part(UserClass.USER, Right.CHANGE_PASSWORD)).worst())
                .isEqualTo(Check.Status.FAILURE);
        assertThat(NeededRights.of(new OperationSettings(false, false, false, true, false)))
                .containsExactly(Right.WRITE_LOCKOUT_TIME);
        assertThat(of(NeededRights.of(new OperationSettings(false, false, false, false, true)), part(UserClass.USER))
                        .status())
                .isEqualTo(Check.Status.NOTE);
    }

    @Test
    void tellsTheRightOnTheDomainApart() {
        Check check = of(ALL, part(UserClass.USER, Right.UNEXPIRE_PASSWORD));

        assertThat(check.parts().get(0).status()).isEqualTo(Check.Status.OK);
        assertThat(check.parts().get(1).detail()).startsWith("lacks: Unexpire Password");
    }

    private static Part interruption(String dn, String detail) {
        return new Part(dn, UserClass.USER, true, Map.of(Right.RESET_PASSWORD, Answer.MISSING), detail);
    }

    private static Check ofInterruptions(List<DistinguishedName> exclude, Part... interruptions) {
        return new RightsCheck(ALL, exclude)
                .of("svc", new Preflight("dc1", List.of(part(UserClass.USER)), List.of(interruptions)));
    }

    @Test
    void warnsOfUnitsWhereRightsEnd() {
        Check check = ofInterruptions(
                List.of(),
                interruption("OU=Closed," + STAFF, "inherits no permissions from above"),
                interruption("OU=Vip," + STAFF, "takes rights away by its own access control list"),
                part(UserClass.USER));

        assertThat(check.worst()).isEqualTo(Check.Status.WARNING);
        assertThat(check.parts()).hasSize(4);
        assertThat(check.parts().get(2).detail())
                .isEqualTo(
                        "inherits no permissions from above; for objects of the class user in it lacks: Reset Password");
        assertThat(check.parts().get(3).detail())
                .isEqualTo(
                        "takes rights away by its own access control list; for objects of the class user in it lacks: Reset Password");
    }

    /** Who follows it at a container of the domain's own would hand the domain over. */
    @Test
    void advisesNobodyToGrantWhereRightsEnd() {
        Check check = ofInterruptions(
                List.of(), interruption("OU=Vip," + STAFF, "takes rights away by its own access control list"));

        assertThat(check.parts().get(2).advice().orElseThrow()).doesNotContain("grant");
    }

    @Test
    void isSilentAboutPartsThatAreExcluded() {
        Check check = ofInterruptions(
                List.of(DistinguishedName.of("ou=vip, " + STAFF)),
                interruption("OU=Board,OU=Vip," + STAFF, "takes rights away by its own access control list"));

        assertThat(check.worst()).isEqualTo(Check.Status.OK);
    }

    @Test
    void doesNotCallMissingWhatCannotBeRead() {
        assertThat(of(ALL, Part.unreadable(STAFF, "insufficient access")).worst())
                .isEqualTo(Check.Status.WARNING);
        assertThat(of(ALL, Part.absent(STAFF, "there is no such entry")).worst())
                .isEqualTo(Check.Status.FAILURE);
    }
}
