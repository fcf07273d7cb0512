package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.PLAIN;
import static dev.writeback.it.directory.PortContract.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.directory.standard.StandardDirectorySettings;
import dev.writeback.protocol.secret.Secret;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose answers are garbage is never taken at its word, on every standard directory. */
interface SpoiltAnswersPart {
    StandardDirectoryContract standard();

    @ParameterizedTest
    @EnumSource
    default void aSpoiltAnswerToTheBindMakesTheServerUnavailable(GarblingServer.Garbage garbage, @TempDir Path folder)
            throws Exception {
        try (Spoilt spoilt = new Spoilt(standard(), folder, GarblingServer.BIND_RESPONSE, garbage)) {
            assertThat(spoilt.find("u19")).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aSpoiltEntryMakesTheServerUnavailable(GarblingServer.Garbage garbage, @TempDir Path folder)
            throws Exception {
        try (Spoilt spoilt = new Spoilt(standard(), folder, GarblingServer.SEARCH_RESULT_ENTRY, garbage)) {
            assertThat(spoilt.find("u19")).isInstanceOf(Lookup.Unavailable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void aSpoiltAnswerToAResetLeavesItUnknown(GarblingServer.Garbage garbage, @TempDir Path folder)
            throws Exception {
        standard().people().give("u19", USER_PASSWORD);
        PasswordStamp before = standard().found("u19").password().orElseThrow();
        int kind = standard().directory().answerToAReset();
        try (Spoilt spoilt = new Spoilt(standard(), folder, kind, garbage);
                Secret secret = secret("R3set-" + garbage)) {
            Account account = ((Lookup.Found) spoilt.find("u19")).account();

            assertThat(spoilt.port.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unknown.class);
        }
        assertThat(standard().people().canBind("u19", "R3set-" + garbage)).isTrue();
        assertThat(standard().found("u19").password().orElseThrow()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    default void aSpoiltAnswerToAChangeLeavesItUnknown(GarblingServer.Garbage garbage, @TempDir Path folder)
            throws Exception {
        standard().people().give("u19", USER_PASSWORD);
        try (Spoilt spoilt = new Spoilt(standard(), folder, GarblingServer.EXTENDED_RESPONSE, garbage);
                Secret current = secret(USER_PASSWORD);
                Secret secret = secret("Ch4nge-" + garbage)) {
            Account account = ((Lookup.Found) spoilt.find("u19")).account();

            assertThat(spoilt.port.change(account, current, secret)).isInstanceOf(DirectoryOutcome.Unknown.class);
        }
        assertThat(standard().people().canBind("u19", "Ch4nge-" + garbage)).isTrue();
    }

    /** Nor is a refusal believed that answers another kind of request. */
    @Test
    default void aRefusalOfAnotherKindLeavesAResetUnknown(@TempDir Path folder) throws Exception {
        int kind = standard().directory().answerToAReset();
        try (Spoilt spoilt = new Spoilt(standard(), folder, kind, GarblingServer.Garbage.WRONG_TYPE);
                Secret secret = secret("short")) {
            Account account = ((Lookup.Found) spoilt.find("u19")).account();

            assertThat(spoilt.port.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unknown.class);
        }
    }

    /** A port that reaches the server through one that spoils its answers of one kind. */
    final class Spoilt implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        private final StandardDirectoryContract standard;
        private final GarblingServer server;
        private final Directory port;

        private Spoilt(StandardDirectoryContract standard, Path folder, int kind, GarblingServer.Garbage garbage)
                throws IOException {
            this.standard = standard;
            TestAuthority authority = TestAuthority.create("Garbling CA");
            Path caFile = Files.writeString(folder.resolve("ca.pem"), authority.caPem());
            this.server = new GarblingServer(
                    authority.serverCertificate("localhost").sslContext(),
                    standard.directory().server().clientContext(),
                    standard.directory().server().ldapsPort(),
                    kind,
                    garbage);
            StandardDirectorySettings settings = standard.settings()
                    .with(
                            new ServerAddress(ServerAddress.Transport.LDAPS, "localhost", server.port()),
                            caFile,
                            PATIENCE);
            this.port = StandardDirectory.open(settings);
        }

        private Lookup find(String name) throws Exception {
            return port.find(new AccountRef.ByGuid(standard.people().guidOf(name)));
        }

        @Override
        public void close() {
            port.close();
            server.close();
        }
    }
}
