package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.Administrator.dn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Directory;
import dev.writeback.directory.PasswordProof;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.protocol.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binds: of the service account, and of a user whose new password is to be proved. */
interface SignInPart {
    String SERVICE_PASSWORD = "Svc-Passw0rd-1!";

    /** The contract of the same directory. */
    DirectoryContract contract();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=svc-plain,OU=Service,DC=corp,DC=example,DC=test",
                "svc-plain@corp.example.test",
                "CORP\\svc-plain"
            })
    default void bindsByAnyFormOfTheName(String name) {
        try (Directory own =
                ActiveDirectory.open(contract().settings().as(name, () -> PortContract.secret(SERVICE_PASSWORD)))) {
            own.probe();

            assertThat(own.health().isReachable()).as("%s", own.health()).isTrue();
        }
    }

    /** Windows takes a name with an empty password for nobody, and says yes. */
    @Test
    default void neverBindsWithAnEmptyPassword() throws LDAPException {
        DirectoryContract contract = contract();
        contract.administrator().set(dn("svc-plain"), "lockoutTime", "0");
        try (Directory careless = ActiveDirectory.open(
                contract.settings().as(dn("svc-plain"), () -> Secret.takeOwnershipOf(new byte[0])))) {
            careless.probe();

            assertThat(careless.health().isReachable()).isFalse();
            assertThat(careless.health().servers().get(0).detail())
                    .contains("password of the service account is empty");
        }
        assertThat(contract.administrator().number("svc-plain", "badPwdCount")).isZero();
    }

    @Test
    default void refusesABaseThatIsNoName() {
        assertThatThrownBy(() -> ActiveDirectory.open(contract().settings().withBaseDn("not a name")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseDn");
    }

    @Test
    default void triesNoBindWhereASmartCardIsRequired() throws LDAPException {
        DirectoryContract contract = contract();
        contract.people().give("u20", USER_PASSWORD);
        contract.administrator().set(dn("u20"), "userAccountControl", "262656");
        try {
            assertThat(proof(contract, USER_PASSWORD)).isEqualTo(PasswordProof.NOT_TRIED);
            assertThat(contract.people().failures("u20")).isZero();
        } finally {
            contract.administrator().set(dn("u20"), "userAccountControl", "512");
            contract.people().give("u20", USER_PASSWORD);
        }
    }

    private static PasswordProof proof(DirectoryContract contract, String password) throws LDAPException {
        try (Secret secret = PortContract.secret(password)) {
            return contract.port().prove(contract.found("u20"), secret);
        }
    }

    /** Where the directory knows of logon hours and workstations. */
    interface Restricted extends SignInPart {
        @Test
        default void knowsTheRightPasswordOfWhoMayNotSignInHereOrNow() throws LDAPException {
            DirectoryContract contract = contract();
            contract.people().give("u20", USER_PASSWORD);
            contract.administrator().set(dn("u20"), "logonHours", new byte[21]);
            try {
                assertThat(contract.administrator().bindResult("u20", USER_PASSWORD))
                        .isEqualTo("530");
                assertThat(proof(contract, USER_PASSWORD)).isEqualTo(PasswordProof.RIGHT);
                assertThat(proof(contract, "not-the-one")).isEqualTo(PasswordProof.WRONG);
            } finally {
                contract.administrator().clear(dn("u20"), "logonHours");
            }
            contract.administrator().set(dn("u20"), "userWorkstations", "elsewhere");
            try {
                assertThat(contract.administrator().bindResult("u20", USER_PASSWORD))
                        .isEqualTo("531");
                assertThat(proof(contract, USER_PASSWORD)).isEqualTo(PasswordProof.RIGHT);
            } finally {
                contract.administrator().clear(dn("u20"), "userWorkstations");
            }
            contract.people().give("u20", USER_PASSWORD);
        }
    }
}
