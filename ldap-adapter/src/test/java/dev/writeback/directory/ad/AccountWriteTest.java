package dev.writeback.directory.ad;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import dev.writeback.directory.ResetOptions;
import dev.writeback.protocol.secret.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountWriteTest {
    private static final String DN = "CN=u01,OU=Staff,DC=corp,DC=example,DC=test";

    private static UnicodePwd password(String text) {
        return UnicodePwd.of(Secret.takeOwnershipOf(text.getBytes(UTF_8))).orElseThrow();
    }

    private static List<String> parts(ModifyRequest request) {
        return request.getModifications().stream()
                .map(part -> part.getModificationType().getName() + " " + part.getAttributeName()
                        + (part.getAttributeName().equals("unicodePwd") ? "" : "=" + part.getValues()[0]))
                .toList();
    }

    @Test
    void aResetIsOneReplace() {
        ModifyRequest request = AccountWrite.reset(DN, password("x"), new ResetOptions(false, false), Optional.empty())
                .request();

        assertThat(request.getDN()).isEqualTo(DN);
        assertThat(parts(request)).containsExactly("REPLACE unicodePwd");
        assertThat(request.getControls()).isEmpty();
    }

    @Test
    void unlockAndMustChangeAreInTheSameRequest() {
        ModifyRequest request = AccountWrite.reset(DN, password("x"), new ResetOptions(true, true), Optional.empty())
                .request();

        assertThat(parts(request))
                .containsExactly("REPLACE unicodePwd", "REPLACE lockoutTime=0", "REPLACE pwdLastSet=0");
    }

    @Test
    void policyHintsAreCriticalAndAskForTheHistory() {
        ModifyRequest request = AccountWrite.reset(
                        DN, password("x"), new ResetOptions(false, false), Optional.of("1.2.840.113556.1.4.2239"))
                .request();

        assertThat(request.getControls()).singleElement().satisfies(control -> {
            assertThat(control.getOID()).isEqualTo("1.2.840.113556.1.4.2239");
            assertThat(control.isCritical()).isTrue();
            assertThat(control.getValue().getValue()).containsExactly(0x30, 3, 2, 1, 1);
        });
    }

    @Test
    void aChangeDeletesTheOldAndAddsTheNewInOneRequest() {
        ModifyRequest request =
                AccountWrite.change(DN, password("old"), password("new")).request();

        assertThat(request.getModifications())
                .extracting("modificationType")
                .containsExactly(ModificationType.DELETE, ModificationType.ADD);
        assertThat(request.getModifications().get(0).getRawValues()[0].getValue())
                .isEqualTo(password("old").value());
        assertThat(request.getModifications().get(1).getRawValues()[0].getValue())
                .isEqualTo(password("new").value());
        assertThat(request.getControls()).isEmpty();
    }

    @Test
    void anUnlockWritesTheLockoutTimeAlone() {
        assertThat(parts(AccountWrite.unlock(DN).request())).containsExactly("REPLACE lockoutTime=0");
    }
}
