package dev.writeback.it.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.ldap.ServerChoice;
import dev.writeback.directory.ldap.ServiceBind;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.directory.EmbeddedDirectory;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The embedded directory, as the contract sees a directory. */
final class EmbeddedTestDirectory implements TestDirectory, AutoCloseable {
    private final EmbeddedDirectory directory;
    private final Path caFile;

    EmbeddedTestDirectory(EmbeddedDirectorySettings settings) {
        directory = EmbeddedDirectory.start(settings);
        try {
            caFile = Files.createTempFile("embedded-ca", ".pem");
            Files.writeString(caFile, directory.caPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedDirectory embedded() {
        return directory;
    }

    @Override
    public ActiveDirectorySettings settings() {
        return new ActiveDirectorySettings(
                "corp",
                ServerChoice.of(new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", directory.port())),
                directory.baseDn(),
                Optional.of(caFile),
                new ServiceBind.WithPassword(
                        directory.serviceAccountDn(), () -> Secret.takeOwnershipOf(directory.serviceAccountPassword())),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                4,
                false,
                Clock.systemUTC());
    }

    @Override
    public ServerAddress addressByWrongName() {
        return new ServerAddress(ServerAddress.Transport.LDAPS, "elsewhere.example.test", directory.port());
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection = new LDAPConnection(
                directory.clientContext().getSocketFactory(), options, "localhost", directory.port());
        try {
            connection.bind(dn, password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return bind(
                directory.administratorDn(), new String(directory.administratorPassword(), StandardCharsets.US_ASCII));
    }

    /** The service account is the only reader who is no administrator. */
    @Override
    public void hidePasswordStamp(String accountName, String dn, String readerSid) {
        directory.hidePasswordStamp(accountName);
    }

    @Override
    public void close() {
        directory.close();
        try {
            Files.deleteIfExists(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
