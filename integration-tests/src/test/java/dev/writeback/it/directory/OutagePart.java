package dev.writeback.it.directory;

import static dev.writeback.it.directory.Administrator.USER_PASSWORD;
import static dev.writeback.it.directory.PortContract.GOOD;
import static dev.writeback.it.directory.PortContract.PLAIN;
import static dev.writeback.it.directory.PortContract.assertApplied;
import static dev.writeback.it.directory.PortContract.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.directory.Account;
import dev.writeback.directory.AccountRef;
import dev.writeback.directory.Directory;
import dev.writeback.directory.DirectoryOutcome;
import dev.writeback.directory.Lookup;
import dev.writeback.directory.PasswordStamp;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.directory.standard.StandardDirectory;
import dev.writeback.protocol.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of operations when the server fails, on every standard directory. */
interface OutagePart {
    StandardDirectoryContract standard();

    @Test
    default void doesNotKnowWhatBecameOfAResetWhoseAnswerWasCutOffAndSendsItOnce() throws Exception {
        standard().people().give("u01", USER_PASSWORD);
        ServerAddress server = standard().directory().settings().servers().get(0);
        try (TlsTap tap = new TlsTap(server.host(), server.port());
                Directory tapped = StandardDirectory.open(standard()
                        .settings()
                        .plainWith(
                                new ServerAddress(server.transport(), server.host(), tap.port()),
                                Duration.ofSeconds(5)));
                Secret secret = secret(GOOD)) {
            Account account = standard().account(tapped, "u01");
            tap.onRecord(StandardDirectoryContract.REQUESTS_BEFORE_WRITE + 1, () -> TlsTap.Fate.PASS_AND_CUT);

            assertThat(tapped.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unknown.class);
            assertThat(tap.records()).isEqualTo(StandardDirectoryContract.REQUESTS_BEFORE_WRITE + 1);
        }
        assertThat(standard().people().canBind("u01", GOOD)).isTrue();
    }

    @Test
    default void hasWrittenNothingWhenTheConnectionIsLostBeforeTheWrite() throws Exception {
        standard().people().give("u01", USER_PASSWORD);
        ServerAddress server = standard().directory().settings().servers().get(0);
        TlsTap tap = new TlsTap(server.host(), server.port());
        try (Directory tapped = StandardDirectory.open(
                        standard().settings().with(new ServerAddress(server.transport(), server.host(), tap.port())));
                Secret secret = secret(GOOD)) {
            Account account = standard().account(tapped, "u01");
            tap.close();

            assertThat(tapped.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unavailable.class);
        }
        assertThat(standard().people().canBind("u01", USER_PASSWORD)).isTrue();
    }

    // --- outages

    @Test
    default void isUnavailableWhileTheServerIsGoneAndRecoversByItself() throws Exception {
        standard().people().give("u04", USER_PASSWORD);
        try (Directory own = StandardDirectory.open(standard().settings().base());
                Secret secret = secret(GOOD + "-back")) {
            Account account = standard().account(own, "u04");
            standard().directory().server().crash();
            try {
                assertThat(own.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unavailable.class);
                assertThat(own.health().isReachable()).isFalse();
            } finally {
                standard().directory().server().restart();
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(own.find(new AccountRef.ByGuid(account.guid())))
                            .isInstanceOf(Lookup.Found.class));
            assertApplied(own.reset(account, secret, PLAIN));
        } finally {
            standard().reconnect();
        }
        assertThat(standard().people().canBind("u04", GOOD + "-back")).isTrue();
        assertThat(standard().people().read("u04", "pwdChangedTime")).isPresent();
    }

    // --- a server that stands still

    /** The server works on a request that it received, however late: an elapsed time limit proves nothing. */
    @Test
    default void doesNotKnowWhatBecomesOfAWriteToAServerThatStandsStillAndTheStampTells() throws Exception {
        standard().people().give("u18", USER_PASSWORD);
        PasswordStamp before = standard().found("u18").password().orElseThrow();
        withWriteToAServerThatStandsStill("u18", GOOD + "-late", () -> {
            standard().directory().server().thaw();
            await().untilAsserted(() ->
                    assertThat(standard().found("u18").password().orElseThrow()).isNotEqualTo(before));
        });

        assertThat(standard().people().canBind("u18", GOOD + "-late")).isTrue();
        assertThat(standard().people().canBind("u18", USER_PASSWORD)).isFalse();
    }

    @Test
    default void theStampStaysWhereAServerThatStoodStillNeverCameToTheWrite() throws Exception {
        standard().people().give("u18", USER_PASSWORD);
        PasswordStamp before = standard().found("u18").password().orElseThrow();
        withWriteToAServerThatStandsStill("u18", GOOD + "-never", () -> {
            standard().directory().server().crash();
            standard().directory().server().restart();
            standard().reconnect();
        });

        await().untilAsserted(() -> assertThat(standard()
                        .port()
                        .find(new AccountRef.ByGuid(standard().people().guidOf("u18"))))
                .isInstanceOf(Lookup.Found.class));
        assertThat(standard().found("u18").password()).contains(before);
        assertThat(standard().people().canBind("u18", USER_PASSWORD)).isTrue();
    }

    /**
     * The server has stopped, thread by thread, before the write is passed on to it. It does not learn that the client went
     * away: ApacheDS drops what it has not begun on a connection that was closed.
     */
    private void withWriteToAServerThatStandsStill(String name, String password, PortContract.DirectoryWork end)
            throws Exception {
        ServerAddress server = standard().directory().settings().servers().get(0);
        try (TlsTap tap = new TlsTap(server.host(), server.port());
                Directory impatient = StandardDirectory.open(standard()
                        .settings()
                        .plainWith(
                                new ServerAddress(server.transport(), server.host(), tap.port()),
                                Duration.ofMillis(700)));
                Secret secret = secret(password)) {
            Account account = standard().account(impatient, name);
            tap.onRecord(StandardDirectoryContract.REQUESTS_BEFORE_WRITE + 1, () -> {
                standard().directory().server().freeze();
                return TlsTap.Fate.PASS_AND_FALL_SILENT;
            });
            try {
                assertThat(impatient.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unknown.class);
                assertThat(impatient.health().isReachable()).isFalse();
                assertThat(impatient.reset(account, secret, PLAIN)).isInstanceOf(DirectoryOutcome.Unavailable.class);
            } finally {
                end.run();
            }
        }
    }
}
