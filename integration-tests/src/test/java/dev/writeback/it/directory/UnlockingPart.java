package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.assertApplied;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ResetOptions;
import org.junit.jupiter.api.Test;

/** What holds where the service account can be given the right to end a lock. */
interface UnlockingPart {
    /** The contract of the same directory. */
    PortContract contract();

    @Test
    default void resetsAndUnlocksInTheSameWrite() throws LDAPException {
        contract().people().give("u07", USER_PASSWORD);
        contract().people().lock("u07");

        assertApplied(contract().reset(contract().found("u07"), PortContract.GOOD, new ResetOptions(true, false)));

        assertThat(contract().people().canBind("u07", PortContract.GOOD)).isTrue();
        assertThat(contract().found("u07").locked()).isFalse();
    }

    @Test
    default void unlocksALockedUser() throws LDAPException {
        contract().people().give("u17", USER_PASSWORD);
        contract().people().lock("u17");
        PasswordStamp before = contract().found("u17").password().orElseThrow();

        assertApplied(contract().port().unlock(contract().found("u17")));

        assertThat(contract().people().failures("u17")).isZero();
        assertThat(contract().people().canBind("u17", USER_PASSWORD)).isTrue();
        assertThat(contract().found("u17").password()).contains(before);
    }
}
