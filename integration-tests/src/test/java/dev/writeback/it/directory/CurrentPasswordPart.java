package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of changes whose current password is not, or no more, the current one. */
interface CurrentPasswordPart {
    int LOCKOUT_THRESHOLD = 5;
    int AT_ONCE = 4;

    /** The contract of the same directory. */
    DirectoryContract contract();

    @Test
    default void saysThatTooManyWrongCurrentPasswordsHaveLockedTheAccount() throws LDAPException {
        DirectoryContract contract = contract();
        contract.people().give("u13", USER_PASSWORD);
        try {
            contract.withoutMinimumAge(() -> {
                for (int i = 0; i < LOCKOUT_THRESHOLD; i++) {
                    PortContract.assertRefused(
                            contract.change(contract.found("u13"), "wrong-" + i, fresh()),
                            Refusal.WRONG_CURRENT_PASSWORD);
                }
                assertThat(contract.found("u13").locked()).isTrue();
                PortContract.assertRefused(
                        contract.change(contract.found("u13"), USER_PASSWORD, fresh()), Refusal.ACCOUNT_LOCKED);
            });
        } finally {
            contract.people().give("u13", USER_PASSWORD);
        }
    }

    @Test
    default void takesAFormerPasswordForAWrongCurrentOne() throws LDAPException {
        DirectoryContract contract = contract();
        String former = fresh();
        String present = fresh();
        contract.people().give("u11", former);
        contract.people().give("u11", present);
        contract.withoutMinimumAge(() -> {
            PortContract.assertRefused(
                    contract.change(contract.found("u11"), former, fresh()), Refusal.WRONG_CURRENT_PASSWORD);

            assertThat(contract.people().failures("u11")).isEqualTo(1);
            assertThat(contract.people().canBind("u11", present)).isTrue();
        });
    }

    @Test
    default void makesOneOfSeveralChangesFromTheSameCurrentPassword() throws Exception {
        DirectoryContract contract = contract();
        contract.people().give("u12", USER_PASSWORD);
        long before = contract.administrator().passwordVersion("u12");
        Account account = contract.found("u12");
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            contract.withoutMinimumAge(() -> {
                List<Future<DirectoryOutcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    outcomes.add(workers.submit(() -> contract.change(account, USER_PASSWORD, fresh())));
                }
                assertThat(outcomes)
                        .extracting(outcome -> outcome.get(20, TimeUnit.SECONDS))
                        .filteredOn(DirectoryOutcome.Applied.class::isInstance)
                        .hasSize(1);
                assertThat(outcomes)
                        .extracting(outcome -> outcome.get(20, TimeUnit.SECONDS))
                        .filteredOn(outcome -> !(outcome instanceof DirectoryOutcome.Applied))
                        .allSatisfy(outcome -> PortContract.assertRefused(outcome, Refusal.WRONG_CURRENT_PASSWORD));
            });
        } finally {
            workers.shutdownNow();
        }
        assertThat(contract.administrator().passwordVersion("u12")).isEqualTo(before + 1);
        contract.people().give("u12", USER_PASSWORD);
    }
}
