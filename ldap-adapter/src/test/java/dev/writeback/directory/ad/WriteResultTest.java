package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.directory.DirectoryOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteResultTest {
    /** Columns: origin of the text, what was written, LDAP result code, outcome or refusal, diagnostic text. */
    @ParameterizedTest(name = "{0} {1} {2} {4}")
    @CsvFileSource(resources = "/diagnostics.csv", delimiter = '|', useHeadersInDisplayName = false)
    void mapsDiagnosticsOfSambaAndWindows(
            String origin, WriteResult.Kind kind, int resultCode, String expected, String diagnostic) {
        String text =
                diagnostic == null ? null : diagnostic.replace("\\n", "\n").replace("\\t", "\t");
        LDAPResult result = new LDAPResult(1, ResultCode.valueOf(resultCode), text, null, (String[]) null, null);

        DirectoryOutcome outcome = WriteResult.of("dc1", kind, result);

        String found = outcome instanceof DirectoryOutcome.Refused refused
                ? refused.refusal().name()
                : outcome.getClass().getSimpleName();
        assertThat(found).as(origin).isEqualTo(expected);
        assertThat(outcome.server()).isEqualTo("dc1");
    }

    @ParameterizedTest
    @ValueSource(ints = {81, 82, 84, 85, 91, 3, 118, 120})
    void knowsNothingWhenTheAnswerIsMissing(int code) {
        LDAPException lost = new LDAPException(ResultCode.valueOf(code), "gone");

        assertThat(WriteResult.of("dc1", WriteResult.Kind.RESET, lost)).isInstanceOf(DirectoryOutcome.Unknown.class);
    }

    @Test
    void treatsARefusalThatWasThrownLikeOneThatWasReturned() {
        LDAPException refused = new LDAPException(
                ResultCode.UNWILLING_TO_PERFORM,
                "0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n\0");

        assertThat(WriteResult.of("dc1", WriteResult.Kind.RESET, refused))
                .isInstanceOfSatisfying(
                        DirectoryOutcome.Refused.class,
                        outcome -> assertThat(outcome.refusal()).isEqualTo(DirectoryOutcome.Refusal.POLICY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "52D: short", "0000052D0: nine digits", " 0000052D: leading space", "no code", "0000ABCD: x"
            })
    void callsEveryOtherHeadUnknown(String diagnostic) {
        assertThat(AdError.of(diagnostic)).isEqualTo(AdError.UNKNOWN);
    }

    @Test
    void keepsACodeThatIsNotListed() {
        assertThat(AdError.codeOf("0000ABCD: x")).contains(0xABCDL);
        assertThat(AdError.codeOf(null)).isEmpty();
    }
}
