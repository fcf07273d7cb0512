package dev.writeback.directory.standard;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The controls are octets that slapd 2.5 sent. */
final class WriteAnswerTest {
    private static final String SERVER = "ldap1";

    @ParameterizedTest
    @CsvSource({"5,COMPLEXITY", "6,TOO_SHORT", "7,TOO_YOUNG", "8,HISTORY", "9,TOO_LONG"})
    void aPolicyErrorIsTheViolationItNames(int error, PolicyViolation violation) {
        DirectoryOutcome.Refused refused = refused(WriteAnswer.Kind.RESET, 19, error);

        assertThat(refused.refusal()).isEqualTo(Refusal.POLICY);
        assertThat(refused.violations()).containsExactly(violation);
    }

    @ParameterizedTest
    @CsvSource({
        "RESET,50,3,ACCESS_DENIED",
        "CHANGE,50,3,CHANGE_FORBIDDEN",
        "RESET,50,4,ACCESS_DENIED",
        "CHANGE,49,1,ACCOUNT_LOCKED",
        "RESET,50,2,OTHER",
        "RESET,19,77,OTHER"
    })
    void anErrorOfAnotherKindIsNoViolation(WriteAnswer.Kind kind, int code, int error, Refusal refusal) {
        assertThat(refused(kind, code, error).refusal()).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "RESET,50,ACCESS_DENIED",
        "CHANGE,50,CHANGE_FORBIDDEN",
        "UNLOCK,50,ACCESS_DENIED",
        "RESET,32,NOT_FOUND",
        "CHANGE,32,CHANGE_FORBIDDEN",
        "CHANGE,49,WRONG_CURRENT_PASSWORD",
        "RESET,49,OTHER",
        "RESET,53,OTHER",
        "UNLOCK,19,OTHER"
    })
    void withoutAControlTheResultCodeDecides(WriteAnswer.Kind kind, int code, Refusal refusal) {
        assertThat(((DirectoryOutcome.Refused) WriteAnswer.of(SERVER, Dialect.STANDARD, kind, result(code))).refusal())
                .isEqualTo(refusal);
    }

    @Test
    void aConstraintWithoutAReasonIsUnspecified() {
        DirectoryOutcome.Refused refused =
                (DirectoryOutcome.Refused) WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.RESET, result(19));

        assertThat(refused.refusal()).isEqualTo(Refusal.POLICY);
        assertThat(refused.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 81, 85, 84, 82, 91, 118, 120})
    void noAnswerIsUnknownAndNeverARefusal(int code) {
        assertThat(WriteAnswer.of(
                        SERVER,
                        Dialect.STANDARD,
                        WriteAnswer.Kind.RESET,
                        new LDAPException(ResultCode.valueOf(code), "no answer")))
                .isInstanceOf(DirectoryOutcome.Unknown.class);
    }

    /** ApacheDS has one error for several causes. */
    @Test
    void insufficientQualityOnApacheDsIsNoReason() {
        DirectoryOutcome.Refused refused = (DirectoryOutcome.Refused)
                WriteAnswer.of(SERVER, Dialect.APACHE_DS, WriteAnswer.Kind.RESET, result(19, control(5)));

        assertThat(refused.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
    }

    /** An internal error may come after a part of the work. */
    @Test
    void anInternalErrorOfTheServerIsUnknown() {
        assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.RESET, result(80)))
                .isInstanceOf(DirectoryOutcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 7, 8, 9, 77})
    void aSuccessBesideARefusalIsUnknown(int error) {
        assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.RESET, result(0, control(error))))
                .isInstanceOf(DirectoryOutcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aSuccessBesideWhatTheUserHasToDoNextIsOne(int error) {
        assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.CHANGE, result(0, control(error))))
                .isInstanceOf(DirectoryOutcome.Applied.class);
    }

    /** ApacheDS repeats a refused Modify, first octets of the password included. */
    @ParameterizedTest
    @ValueSource(ints = {3, 10, 19, 50, 51, 80})
    void theServersTextNeverGoesWithAPassword(int code) {
        for (WriteAnswer.Kind kind : new WriteAnswer.Kind[] {WriteAnswer.Kind.RESET, WriteAnswer.Kind.CHANGE}) {
            LDAPException failure = new LDAPException(ResultCode.valueOf(code), "text of the server");

            assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, kind, result(code))
                            .toString())
                    .doesNotContain("text of the server");
            assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, kind, failure).toString())
                    .doesNotContain("text of the server");
        }
        assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.UNLOCK, result(code))
                        .toString())
                .contains("text of the server");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 51, 52})
    void aServerThatCannotNowHasWrittenNothing(int code) {
        assertThat(WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.RESET, result(code)))
                .isInstanceOf(DirectoryOutcome.Unavailable.class);
    }

    @Test
    void aControlThatCannotBeReadIsNoReason() {
        LDAPResult garbled = result(19, new Control(PolicyControl.OID, false, new ASN1OctetString(new byte[] {1, 2})));

        assertThat(((DirectoryOutcome.Refused)
                                WriteAnswer.of(SERVER, Dialect.STANDARD, WriteAnswer.Kind.RESET, garbled))
                        .refusal())
                .isEqualTo(Refusal.OTHER);
    }

    private static DirectoryOutcome.Refused refused(WriteAnswer.Kind kind, int code, int error) {
        return (DirectoryOutcome.Refused) WriteAnswer.of(SERVER, Dialect.STANDARD, kind, result(code, control(error)));
    }

    private static Control control(int error) {
        byte[] value = HexFormat.of().parseHex("30038101" + String.format("%02x", error));
        return new Control(PolicyControl.OID, false, new ASN1OctetString(value));
    }

    private static LDAPResult result(int code, Control... controls) {
        return new LDAPResult(1, ResultCode.valueOf(code), "text of the server", null, null, controls);
    }
}
