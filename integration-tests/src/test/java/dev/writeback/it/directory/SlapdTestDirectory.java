package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerAddress.Transport;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.slapd.SlapdServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** OpenLDAP, as the contract sees a directory. */
record SlapdTestDirectory(SlapdServer server) implements StandardTestDirectory {
    @Override
    public StandardDirectorySettings settings() {
        return new StandardDirectorySettings(
                "people",
                List.of(new ServerAddress(Transport.LDAPS, "localhost", server.ldapsPort())),
                server.baseDn(),
                Optional.of(server.caFile()),
                server.serviceAccountDn("svc-writeback"),
                () -> Secret.takeOwnershipOf(server.serviceAccountPassword()),
                new StandardDirectorySettings.Policies(
                        "uid", Optional.of(server.defaultPolicyDn()), List.of(server.adminsDn()), true),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                4,
                Clock.systemUTC());
    }

    @Override
    public ServerAddress addressByWrongName() {
        return new ServerAddress(Transport.LDAPS, "elsewhere.example.test", server.ldapsPort());
    }

    @Override
    public ServerAddress startTlsAddress() {
        return new ServerAddress(Transport.START_TLS, "localhost", server.ldapPort());
    }

    @Override
    public String plainAccountDn() {
        return server.serviceAccountDn("svc-plain");
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        return server.bind(dn, password);
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return server.administrator();
    }

    @Override
    public void leastAge(LDAPConnection administrator, long seconds) throws LDAPException {
        administrator.modify(
                server.defaultPolicyDn(),
                new Modification(ModificationType.REPLACE, "pwdMinAge", Long.toString(seconds)));
    }

    @Override
    public boolean showsPolicy() {
        return true;
    }
}
