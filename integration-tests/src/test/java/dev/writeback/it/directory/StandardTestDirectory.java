package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.directory.standard.StandardDirectorySettings.Policies;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.standard.StandardServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running directory that is no Active Directory, as the contract sees it. */
interface StandardTestDirectory {
    StandardServer server();

    /** The pwdPolicy entry in force, where it can be read. */
    Optional<String> policyDn();

    /** Sets an attribute of the policy in force, named as in the draft. */
    void policy(LDAPConnection administrator, String attribute, String value) throws LDAPException;

    /** {@code pwdMaxAge} of the policy, in seconds. */
    String usualGreatestAge();

    /** The tag of the answer to the write of a reset. */
    int answerToAReset();

    /** What an administrator has to delete to end a lock. */
    List<String> marksOfALock();

    /** How the agent would reach it, as {@code svc-writeback}; time limits of a few seconds. */
    default StandardDirectorySettings settings() {
        return new StandardDirectorySettings(
                "people",
                List.of(new ServerAddress(Transport.LDAPS, "localhost", server().ldapsPort())),
                server().baseDn(),
                Optional.of(server().caFile()),
                server().serviceAccountDn("svc-writeback"),
                () -> Secret.takeOwnershipOf(server().serviceAccountPassword()),
                new Policies("uid", policyDn(), List.of(server().adminsDn()), true),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                4,
                Clock.systemUTC());
    }

    /** The server under a name that its certificate does not hold, but that leads to it. */
    default ServerAddress addressByWrongName() {
        return new ServerAddress(Transport.LDAPS, "elsewhere.example.test", server().ldapsPort());
    }

    /** Where it speaks without TLS until StartTLS. */
    default ServerAddress startTlsAddress() {
        return new ServerAddress(Transport.START_TLS, "localhost", server().ldapPort());
    }

    /** Distinguished name of another account that may bind and do nothing. */
    default String plainAccountDn() {
        return server().serviceAccountDn("svc-plain");
    }
}
