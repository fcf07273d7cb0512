package dev.writeback.directory.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines as they are printed. */
final class GrantFormTest {
    private static final Trustee SID = Trustee.parse("S-1-5-21-1-2-3-1105");
    private static final GrantPlan PLAN = GrantPlan.of(
            EnumSet.of(Right.RESET_PASSWORD, Right.WRITE_LOCKOUT_TIME, Right.UNEXPIRE_PASSWORD),
            List.of("OU=Staff, DC=corp, DC=test"));

    @Test
    void writesDsacls() {
        assertThat(GrantForm.DSACLS.write(SID, PLAN).split("\r\n"))
                .containsExactly(
                        "dsacls \"OU=Staff,DC=corp,DC=test\" /I:S /G \"S-1-5-21-1-2-3-1105:CA;Reset Password;user\"",
                        "dsacls \"OU=Staff,DC=corp,DC=test\" /I:S /G \"S-1-5-21-1-2-3-1105:WP;lockoutTime;user\"",
                        "dsacls \"OU=Staff,DC=corp,DC=test\" /I:S /G \"S-1-5-21-1-2-3-1105:CA;Reset"
                                + " Password;inetOrgPerson\"",
                        "dsacls \"OU=Staff,DC=corp,DC=test\" /I:S /G"
                                + " \"S-1-5-21-1-2-3-1105:WP;lockoutTime;inetOrgPerson\"",
                        "dsacls \"DC=corp,DC=test\" /G \"S-1-5-21-1-2-3-1105:CA;Unexpire Password\"");
    }

    @Test
    void writesPowerShell() {
        assertThat(GrantForm.POWERSHELL.write(SID, PLAN))
                .contains("$trustee = New-Object System.Security.Principal.SecurityIdentifier('S-1-5-21-1-2-3-1105')\n")
                .contains(
                        "Grant-Right 'OU=Staff,DC=corp,DC=test' 'ExtendedRight' '00299570-246d-11d0-a768-00aa006e0529'"
                                + " 'Descendents' 'bf967aba-0de6-11d0-a285-00aa003049e2'  # Reset Password, user\n")
                .contains(
                        "Grant-Right 'OU=Staff,DC=corp,DC=test' 'WriteProperty' '28630ebf-41d5-11d1-a9c1-0000f80367c1'"
                                + " 'Descendents' '4828cc14-1437-45bc-9b07-ad6f015e5f28'  # write lockoutTime, inetOrgPerson\n")
                .endsWith("Grant-Right 'DC=corp,DC=test' 'ExtendedRight' 'ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501' 'None'"
                        + " '00000000-0000-0000-0000-000000000000'  # Unexpire Password\n");
    }

    @Test
    void writesSambaTool() {
        assertThat(GrantForm.SAMBA_TOOL.write(SID, PLAN))
                .startsWith("set -eu\nsid=S-1-5-21-1-2-3-1105\n")
                .contains("samba-tool dsacl set --objectdn='OU=Staff,DC=corp,DC=test'"
                        + " --sddl=\"(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;"
                        + "$sid)\"  # Reset Password, user\n")
                .endsWith("samba-tool dsacl set --objectdn='DC=corp,DC=test'"
                        + " --sddl=\"(OA;;CR;ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501;;$sid)\"  # Unexpire Password\n");
    }

    @Test
    void writesForPeople() {
        assertThat(GrantForm.TEXT.write(Trustee.parse("CORP\\svc"), PLAN)).isEqualTo("""
                Allow CORP\\svc:
                  on objects of the class user below OU=Staff,DC=corp,DC=test:
                    Reset Password (00299570-246d-11d0-a768-00aa006e0529)
                    write lockoutTime (28630ebf-41d5-11d1-a9c1-0000f80367c1)
                  on objects of the class inetOrgPerson below OU=Staff,DC=corp,DC=test:
                    Reset Password (00299570-246d-11d0-a768-00aa006e0529)
                    write lockoutTime (28630ebf-41d5-11d1-a9c1-0000f80367c1)
                  on DC=corp,DC=test itself:
                    Unexpire Password (ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501)
                """);
    }

    @Test
    void grantsOnceWhatTwoSpellingsOfANameNeed() {
        assertThat(GrantPlan.of(
                                Set.of(Right.RESET_PASSWORD, Right.UNEXPIRE_PASSWORD),
                                List.of(
                                        "OU=Staff,DC=corp,DC=test",
                                        "ou=staff, dc=CORP,dc=test",
                                        "OU=More,DC=corp,DC=test"))
                        .grants())
                .hasSize(5);
    }

    @Test
    void grantsNothingThatIsNotNeeded() {
        assertThat(GrantPlan.of(Set.of(), List.of("OU=Staff,DC=corp,DC=test")).grants())
                .isEmpty();
        assertThat(GrantPlan.of(Set.of(Right.CHANGE_PASSWORD), List.of("OU=Staff,DC=corp,DC=test"))
                        .grants())
                .extracting(Grant::right)
                .containsOnly(Right.CHANGE_PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Staff", "OU=Staff", "OU=Staff,O=corp", "OU=\"\",DC=x", "OU=B\ufffdro,DC=x"})
    void refusesWhatIsNoPartOfADomain(String part) {
        assertThatThrownBy(() -> GrantPlan.of(Set.of(Right.UNEXPIRE_PASSWORD), List.of(part)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "S-1-5-21-1-2-3-1105, SID",
        "CORP\\svc-writeback, DOWN_LEVEL",
        "svc-writeback@corp.example.test, PRINCIPAL",
        "'CN=svc,OU=Service,DC=corp,DC=test', DISTINGUISHED_NAME",
        "'CN=o\\, svc@x,DC=corp,DC=test', DISTINGUISHED_NAME"
    })
    void tellsTheFormsOfANameApart(String text, Trustee.Kind kind) {
        assertThat(Trustee.parse(text).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "svc",
                "CORP\\",
                "\\svc",
                "CORP\\a;b",
                "a\nb@corp",
                "@corp",
                "a@",
                "CORP\\a\"b",
                "CORP\\B\ufffdro"
            })
    void refusesWhatNamesNobody(String text) {
        assertThatThrownBy(() -> Trustee.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accepted: S-1-5-21-...");
    }

    /** It would look for the name alone, and find whoever has it in its own domain. */
    @ParameterizedTest
    @ValueSource(strings = {"OTHER\\svc", "svc@other.test", "CN=svc,DC=corp,DC=test"})
    void takesNoNameForSambaTool(String account) {
        assertThatThrownBy(() -> GrantForm.SAMBA_TOOL.write(Trustee.parse(account), PLAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("S-1-5-21-...");
    }

    @Test
    void saysWhichNamesAToolDoesNotTake() {
        assertThatThrownBy(() -> GrantForm.DSACLS.write(Trustee.parse("CORP\\100%"), PLAN))
                .hasMessageContaining("SID");
    }
}
