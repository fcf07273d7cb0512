package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.PolicyViolation;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import org.junit.jupiter.api.Test;

/**
 * Resets on a server that obeys the policy hints control (MS-ADTS 3.1.1.3.4.1.27) and answers in Windows' words, which do
 * not tell the history from a password filter. Samba AD knows no such control: what the adapter does there is in the
 * contract.
 */
@HeldOn("embedded directory")
class HistoryOnResetIT {
    private static final ResetOptions PLAIN = new ResetOptions(false, false);
    private static final String FIRST = "F1rst-Passw0rd!";
    private static final String SECOND = "S3cond-Passw0rd!";

    @Test
    void refusesAFormerPasswordAndDoesNotGuessWhy() throws Exception {
        try (EmbeddedTestDirectory server = new EmbeddedTestDirectory(
                        EmbeddedDirectorySettings.defaults().withPolicyHints());
                Directory port = ActiveDirectory.open(required(server));
                Administrator administrator = new Administrator(server)) {
            administrator.minimumPasswordAge(0);
            Account account = find(port, administrator, "u01");
            assertThat(reset(port, account, FIRST)).isInstanceOf(DirectoryOutcome.Applied.class);
            assertThat(reset(port, account, SECOND)).isInstanceOf(DirectoryOutcome.Applied.class);

            DirectoryOutcome outcome = reset(port, account, FIRST);

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Refused.class);
            DirectoryOutcome.Refused refused = (DirectoryOutcome.Refused) outcome;
            assertThat(refused.refusal()).isEqualTo(Refusal.POLICY);
            assertThat(refused.violations()).containsExactly(PolicyViolation.UNSPECIFIED);
            assertThat(administrator.canBind("u01", SECOND)).isTrue();
            assertThat(administrator.canBind("u01", FIRST)).isFalse();
        }
    }

    @Test
    void acceptsAFormerPasswordWhereNoServerCanTellAndNobodyDemandsIt() throws Exception {
        try (EmbeddedTestDirectory server = new EmbeddedTestDirectory(EmbeddedDirectorySettings.defaults());
                Directory port = ActiveDirectory.open(server.settings());
                Administrator administrator = new Administrator(server)) {
            Account account = find(port, administrator, "u01");
            assertThat(reset(port, account, FIRST)).isInstanceOf(DirectoryOutcome.Applied.class);
            assertThat(reset(port, account, FIRST)).isInstanceOf(DirectoryOutcome.Applied.class);
        }
    }

    private static ActiveDirectorySettings required(EmbeddedTestDirectory server) {
        return new Settings(server.settings()).withHistoryRequired();
    }

    private static Account find(Directory port, Administrator administrator, String name) throws LDAPException {
        Lookup lookup = port.find(new AccountRef.ByGuid(administrator.guidOf(name)));
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private static DirectoryOutcome reset(Directory port, Account account, String password) {
        try (Secret secret = Secret.takeOwnershipOf(password.getBytes(UTF_8))) {
            return port.reset(account, secret, PLAIN);
        }
    }
}
