package dev.writeback.directory.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import dev.writeback.protocol.secret.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordModifyTest {
    @Test
    void resetHasTheNameAndTheNewPasswordOnly() {
        try (PasswordOctets password = octets("pw-2");
                PasswordModify modify = PasswordModify.reset("uid=a", password)) {
            assertThat(hex(modify.request())).isEqualTo("300d" + "80057569643d61" + "820470772d32");
        }
    }

    @Test
    void changeHasTheCurrentPasswordBetween() throws Exception {
        try (PasswordOctets current = octets("pw-1");
                PasswordOctets password = octets("pw-2");
                PasswordModify modify = PasswordModify.change("uid=a", current, password)) {
            assertThat(hex(modify.request())).isEqualTo("3013" + "80057569643d61" + "810470772d31" + "820470772d32");

            PasswordModifyExtendedRequest read = new PasswordModifyExtendedRequest(modify.request());
            assertThat(read.getUserIdentity()).isEqualTo("uid=a");
            assertThat(read.getOldPassword()).isEqualTo("pw-1");
            assertThat(read.getNewPassword()).isEqualTo("pw-2");
        }
    }

    @Test
    void zeroesTheValueThatTheRequestHolds() {
        PasswordOctets password = octets("pw-2");
        PasswordModify modify = PasswordModify.reset("uid=a", password);
        ExtendedRequest request = modify.request();
        modify.close();
        password.close();

        assertThat(request.getValue().getValue()).containsOnly(0);
        assertThat(password.value()).containsOnly(0);
    }

    @Test
    void neverShowsThePassword() {
        try (PasswordOctets password = octets("canary-pw");
                PasswordModify modify = PasswordModify.reset("uid=a", password)) {
            assertThat(modify.request() + " " + modify + " " + password).doesNotContain("canary");
        }
    }

    /** RFC 3062, section 2: a password that the server has made up stands in the answer. */
    @ParameterizedTest
    @CsvSource({"'',false", "3000,false", "3006800470772d33,true", "800470772d33,true", "30,true"})
    void knowsWhenTheServerHasMadeUpAnotherPassword(String value, boolean madeUp) {
        ASN1OctetString octets =
                value.isEmpty() ? null : new ASN1OctetString(HexFormat.of().parseHex(value));
        ExtendedResult result =
                new ExtendedResult(1, ResultCode.SUCCESS, null, null, null, null, octets, new Control[0]);

        assertThat(PasswordModify.madeUpAnother(result)).isEqualTo(madeUp);
    }

    static PasswordOctets octets(String password) {
        try (Secret secret = Secret.takeOwnershipOf(password.getBytes(UTF_8))) {
            return PasswordOctets.of(secret).orElseThrow();
        }
    }

    private static String hex(ExtendedRequest request) {
        return HexFormat.of().formatHex(request.getValue().getValue());
    }
}
