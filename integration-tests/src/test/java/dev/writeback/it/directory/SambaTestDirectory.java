package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.samba.SambaServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Samba AD, as the contract sees a directory. */
record SambaTestDirectory(SambaServer server) implements TestDirectory {
    /** schemaIDGUID of the attribute (MS-ADA3). */
    private static final String REPL_PROPERTY_META_DATA = "281416c0-1968-11d0-a28f-00aa003049e2";

    @Override
    public ActiveDirectorySettings settings() {
        return new ActiveDirectorySettings(
                "corp",
                ServerChoice.of(new ServerAddress(ServerAddress.Transport.LDAPS, SambaServer.HOST, SambaServer.LDAPS)),
                server.baseDn(),
                Optional.of(server.caFile()),
                new ServiceBind.WithPassword(
                        server.serviceAccountDn(), () -> Secret.takeOwnershipOf(server.serviceAccountPassword())),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                4,
                false,
                Clock.systemUTC());
    }

    @Override
    public ServerAddress addressByWrongName() {
        return new ServerAddress(ServerAddress.Transport.LDAPS, "wrong.example.test", SambaServer.LDAPS);
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
    public void hidePasswordStamp(String accountName, String dn, String readerSid) {
        server.tool(
                "dsacl",
                "set",
                "--objectdn=" + dn,
                "--sddl=(OD;;RP;" + REPL_PROPERTY_META_DATA + ";;" + readerSid + ")");
    }
}
