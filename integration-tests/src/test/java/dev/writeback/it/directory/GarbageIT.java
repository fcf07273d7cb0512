package dev.writeback.it.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.ResetOptions;
import dev.writeback.directory.ad.ActiveDirectory;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.directory.EmbeddedDirectorySettings;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A domain controller that answers garbage is never taken at its word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GarbageIT {
    private static final String NEW = "N3w-Passw0rd!";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EmbeddedTestDirectory real = new EmbeddedTestDirectory(EmbeddedDirectorySettings.defaults());
    private final TestAuthority authority = TestAuthority.create("Garbling CA");
    private Path caFile;

    @BeforeAll
    void writeCertificate(@TempDir Path folder) throws IOException {
        caFile = Files.writeString(folder.resolve("ca.pem"), authority.caPem());
    }

    @AfterAll
    void stop() {
        real.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerToABindThatIsGarbageMakesTheServerUnavailable(GarblingServer.Garbage garbage) throws Exception {
        try (GarblingServer server = garbling(GarblingServer.BIND_RESPONSE, garbage);
                Directory port = ActiveDirectory.open(settings(server))) {
            assertThat(port.find(user())).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntryThatIsGarbageMakesTheServerUnavailable(GarblingServer.Garbage garbage) throws Exception {
        try (GarblingServer server = garbling(GarblingServer.SEARCH_RESULT_ENTRY, garbage);
                Directory port = ActiveDirectory.open(settings(server))) {
            assertThat(port.find(user())).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerToAWriteThatIsGarbageLeavesTheOutcomeUnknown(GarblingServer.Garbage garbage) throws Exception {
        long before = real.embedded().writes().all().size();
        try (GarblingServer server = garbling(GarblingServer.MODIFY_RESPONSE, garbage);
                Directory port = ActiveDirectory.open(settings(server));
                Secret secret = Secret.takeOwnershipOf(NEW.getBytes(UTF_8))) {
            Account account = ((Lookup.Found) port.find(user())).account();

            DirectoryOutcome outcome = port.reset(account, secret, new ResetOptions(false, false));

            assertThat(outcome).isInstanceOf(DirectoryOutcome.Unknown.class);
            assertThat(real.embedded().writes().all()).as("it was sent once").hasSize((int) before + 1);
        }
    }

    private GarblingServer garbling(int kind, GarblingServer.Garbage garbage) throws IOException {
        return new GarblingServer(
                authority.serverCertificate("localhost").sslContext(),
                real.embedded().clientContext(),
                real.embedded().port(),
                kind,
                garbage);
    }

    private ActiveDirectorySettings settings(GarblingServer server) {
        ServerAddress address = new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", server.port());
        Settings own = new Settings(new Settings(real.settings()).with(caFile));
        return new Settings(own.with(address)).with(address, PATIENCE);
    }

    private AccountRef user() {
        return new AccountRef.ByGuid(real.embedded().guidOf("u01"));
    }
}
