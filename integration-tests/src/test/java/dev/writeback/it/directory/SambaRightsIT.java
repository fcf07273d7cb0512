package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.BASE;
import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.assertApplied;
import static dev.writeback.it.directory.PortContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.DirectoryOutcome.Refusal;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.protocol.secret.Secret;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a reset where the service account has some of the rights, or has them on some of the accounts. */
@HeldOn("Samba AD")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SambaRightsIT {
    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private static final String USER = "user";
    private static final String PERSON = "inetOrgPerson";
    /** schemaIDGUID of the two. */
    private static final String USER_CLASS = "bf967aba-0de6-11d0-a285-00aa003049e2";

    private static final String PERSON_CLASS = "4828cc14-1437-45bc-9b07-ad6f015e5f28";
    private static final String RESET = "(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;%s;";
    private static final String LOCKOUT_TIME = "(OA;CIIO;RPWP;28630ebf-41d5-11d1-a9c1-0000f80367c1;%s;";
    private static final String PWD_LAST_SET = "(OA;CIIO;RPWP;bf967a0a-0de6-11d0-a285-00aa003049e2;%s;";
    private static final ResetOptions EVERYTHING = new ResetOptions(true, true);

    private Administrator administrator;
    private Directory directory;

    @BeforeAll
    void open() throws LDAPException {
        SambaTestDirectory samba = new SambaTestDirectory(SAMBA.server());
        administrator = new Administrator(samba);
        directory = ActiveDirectory.open(samba.settings());
    }

    @AfterAll
    void close() {
        directory.close();
        administrator.close();
    }

    @Test
    void writesNothingOfAResetForWhichOneOfSeveralRightsIsMissing() throws Exception {
        try (Part part = new Part(USER_CLASS, RESET, LOCKOUT_TIME)) {
            String user = part.account(USER);

            assertRefused(reset(found(user), EVERYTHING), Refusal.ACCESS_DENIED);

            try (LDAPConnection still = SAMBA.server().bind(user, USER_PASSWORD)) {
                assertThat(still.isConnected()).isTrue();
            }
            assertApplied(reset(found(user), new ResetOptions(true, false)));
        }
    }

    /** The usual delegation is for users; an inetOrgPerson does not inherit it, although it is one. */
    @Test
    void saysOfAnInetOrgPersonThatARightIsMissingWhereItIsForUsersAlone() throws Exception {
        try (Part part = new Part(USER_CLASS, RESET, LOCKOUT_TIME, PWD_LAST_SET)) {
            Account person = found(part.account(PERSON));

            assertThat(person.protections()).isEmpty();
            assertRefused(reset(person, EVERYTHING), Refusal.ACCESS_DENIED);
            assertRefused(directory.unlock(person), Refusal.ACCESS_DENIED);
            assertApplied(reset(found(part.account(USER)), EVERYTHING));
        }
    }

    @Test
    void servesAnInetOrgPersonLikeAUserWhereTheRightsAreForIt() throws Exception {
        try (Part part = new Part(PERSON_CLASS, RESET, LOCKOUT_TIME, PWD_LAST_SET)) {
            String person = part.account(PERSON);

            assertApplied(reset(found(person), EVERYTHING));
            assertApplied(directory.unlock(found(person)));
            assertRefused(reset(found(part.account(USER)), EVERYTHING), Refusal.ACCESS_DENIED);
        }
    }

    /** A unit with a delegation of its own to the service account; gone when it is closed, with all that is in it. */
    private final class Part implements AutoCloseable {
        private final String dn = "OU=" + UUID.randomUUID() + "," + BASE;

        /**
         * @param entries SDDL up to the trustee, with a place for the class
         */
        Part(String classGuid, String... entries) throws LDAPException {
            administrator.createUnit(dn);
            String service = found(administrator.guidOf("svc-writeback")).sid();
            for (String entry : entries) {
                String sddl = entry.replace("%s", classGuid) + service + ")";
                SAMBA.server().tool("dsacl", "set", "--objectdn=" + dn, "--sddl=" + sddl);
            }
        }

        String account(String objectClass) throws LDAPException {
            String name = "r" + UUID.randomUUID().toString().substring(0, 12);
            administrator.create("CN=" + name + "," + dn, name, objectClass);
            return "CN=" + name + "," + dn;
        }

        @Override
        public void close() throws LDAPException {
            administrator.deleteTree(dn);
        }
    }

    private Account found(String dn) throws LDAPException {
        return found(administrator.guidOfEntry(dn));
    }

    private Account found(UUID guid) {
        Lookup lookup = directory.find(new AccountRef.ByGuid(guid));
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).account();
    }

    private DirectoryOutcome reset(Account account, ResetOptions options) {
        try (Secret secret = PortContract.secret(PortContract.fresh())) {
            return directory.reset(account, secret, options);
        }
    }
}
