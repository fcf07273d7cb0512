package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.ResetOptions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on Samba AD that speaks as Windows does: other result codes, other texts, the same outcomes. */
@HeldOn("Samba AD in Windows' words")
final class SambaThroughProxyDirectoryIT extends DirectoryContract implements SignInPart.Restricted {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private WindowsFront front;

    @Override
    TestDirectory directory() {
        return front;
    }

    /** Before the contract opens its port. */
    @BeforeAll
    @Override
    void open() throws LDAPException {
        front = new WindowsFront(SAMBA.server());
        super.open();
    }

    @Test
    void sendsNothingButWhatTheOperationNeeds() throws LDAPException {
        administrator().give("u01", USER_PASSWORD);
        front.forget();

        assertApplied(reset(found("u01"), GOOD, PLAIN));
        assertApplied(reset(found("u01"), USER_PASSWORD, new ResetOptions(true, true)));
        assertApplied(change(found("u01"), USER_PASSWORD, fresh()));
        assertApplied(port().unlock(found("u01")));

        assertThat(front.modifies())
                .containsExactly(
                        List.of("replace unicodePwd in quotes"),
                        List.of("replace unicodePwd in quotes", "replace lockoutTime 0", "replace pwdLastSet 0"),
                        List.of("delete unicodePwd in quotes", "add unicodePwd in quotes"),
                        List.of("replace lockoutTime 0"));
        assertThat(front.others()).isEmpty();
    }

    @AfterAll
    void stop() {
        if (front != null) {
            front.close();
        }
    }
}
