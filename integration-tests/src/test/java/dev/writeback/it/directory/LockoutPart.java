package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.GOOD;
import static dev.writeback.it.directory.PortContract.PLAIN;
import static dev.writeback.it.directory.PortContract.assertApplied;
import static dev.writeback.it.directory.PortContract.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is said of an account that is locked after its unlock was written: something that keeps signing in with an old
 * password does that within the moment.
 */
interface LockoutPart {
    ResetOptions UNLOCK = new ResetOptions(true, false);
    String NAME = "u17";

    /** The contract of the same directory. */
    PortContract contract();

    /** The same directory at another address of the same host. */
    Directory reachedAt(ServerAddress address);

    /** Its own address. */
    ServerAddress address();

    /** An operation on an account. */
    interface Operation {
        DirectoryOutcome on(Directory directory, Account account);
    }

    /** What came of an operation, and how many requests it was. */
    record Done(DirectoryOutcome outcome, int requests) {}

    /** The operation, with something that happens in the moment before its n-th request reaches the directory. */
    default Done interrupted(Operation operation, int request, TlsTap.Watch interruption) throws Exception {
        ServerAddress own = address();
        AccountRef ref = new AccountRef.ByGuid(contract().people().guidOf(NAME));
        try (TlsTap tap = new TlsTap(own.host(), own.port());
                Directory tapped = reachedAt(new ServerAddress(own.transport(), own.host(), tap.port()))) {
            Lookup lookup = tapped.find(ref);
            assertThat(lookup).isInstanceOf(Lookup.Found.class);
            tap.onRecord(request, interruption);
            DirectoryOutcome outcome = operation.on(tapped, ((Lookup.Found) lookup).account());
            return new Done(outcome, tap.records());
        }
    }

    private static Operation resetTo(String password, ResetOptions options) {
        return (directory, account) -> {
            try (Secret secret = secret(password)) {
                return directory.reset(account, secret, options);
            }
        };
    }

    private TlsTap.Fate lockAgain() throws IOException {
        try {
            contract().people().lock(NAME);
            return TlsTap.Fate.PASS;
        } catch (LDAPException e) {
            throw new IOException(e);
        }
    }

    /** The same with nothing in its way. */
    default Done undisturbed(Operation operation) throws Exception {
        return interrupted(operation, Integer.MAX_VALUE, () -> TlsTap.Fate.PASS);
    }

    /** A locked user, and by which request it is read back what became of the operation: the last one. */
    private int readBack(Operation operation) throws Exception {
        contract().people().lock(NAME);
        Done done = undisturbed(operation);
        assertApplied(done.outcome());
        contract().people().lock(NAME);
        return done.requests();
    }

    @Test
    default void tellsThatAnAccountWasLockedAgainRightAfterItsUnlock() throws Exception {
        People people = contract().people();
        people.give(NAME, USER_PASSWORD);
        int readBack = readBack(Directory::unlock);

        Done done = interrupted(Directory::unlock, readBack, this::lockAgain);

        assertThat(done.outcome()).isInstanceOf(DirectoryOutcome.StillLocked.class);
        assertThat(contract().found(NAME).locked()).isTrue();
        people.endLock(NAME);
        assertThat(people.canBind(NAME, USER_PASSWORD)).isTrue();
    }

    @Test
    default void tellsThatAnAccountWasLockedAgainRightAfterAResetThatUnlocks() throws Exception {
        People people = contract().people();
        people.give(NAME, USER_PASSWORD);
        int readBack = readBack(resetTo(GOOD + "-once", UNLOCK));

        Done done = interrupted(resetTo(GOOD + "-again", UNLOCK), readBack, this::lockAgain);

        assertThat(done.outcome()).isInstanceOf(DirectoryOutcome.StillLocked.class);
        assertThat(contract().found(NAME).locked()).isTrue();
        people.endLock(NAME);
        assertThat(people.canBind(NAME, GOOD + "-again"))
                .as("the new password is in force")
                .isTrue();
    }

    @Test
    default void doesNotCallAnUnlockDoneThatItCouldNotReadBack() throws Exception {
        People people = contract().people();
        people.give(NAME, USER_PASSWORD);
        int readBack = readBack(Directory::unlock);

        Done done = interrupted(Directory::unlock, readBack, () -> TlsTap.Fate.PASS_AND_CUT);

        assertThat(done.outcome()).isInstanceOf(DirectoryOutcome.Unknown.class);
        assertThat(done.requests()).as("nothing is sent again").isEqualTo(readBack);
        assertThat(people.canBind(NAME, USER_PASSWORD)).isTrue();
    }

    @Test
    default void readsAResetBackOnlyWhereItWasToEndALockout() throws Exception {
        People people = contract().people();
        people.give(NAME, USER_PASSWORD);

        Done notLocked = undisturbed(resetTo(GOOD + "-1", UNLOCK));
        people.lock(NAME);
        Done notAsked = undisturbed(resetTo(GOOD + "-2", PLAIN));
        people.endLock(NAME);
        people.lock(NAME);
        Done both = undisturbed(resetTo(GOOD + "-3", UNLOCK));

        for (Done done : List.of(notLocked, notAsked, both)) {
            assertApplied(done.outcome());
        }
        assertThat(notLocked.requests()).isLessThanOrEqualTo(notAsked.requests());
        assertThat(both.requests()).isEqualTo(notAsked.requests() + 1);
        assertThat(people.canBind(NAME, GOOD + "-3")).isTrue();
    }
}
