package dev.writeback.it.directory;

import static dev.writeback.it.directory.PortContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import org.junit.jupiter.api.Test;

/** What holds where the service account has rights on a part of the directory only. */
interface DelegatedPart {
    /** The contract of the same directory. */
    PortContract contract();

    @Test
    default void isRefusedOutsideTheDelegatedPart() throws LDAPException {
        PortContract contract = contract();

        assertRefused(
                contract.reset(contract.found("outside01"), PortContract.GOOD, PortContract.PLAIN),
                Refusal.ACCESS_DENIED);

        assertThat(contract.people().canBind("outside01", Administrator.USER_PASSWORD))
                .isTrue();
    }

    @Test
    default void mayNotUnlockOutsideTheDelegatedPart() throws LDAPException {
        assertRefused(contract().port().unlock(contract().found("outside01")), Refusal.ACCESS_DENIED);
    }
}
