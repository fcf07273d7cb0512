package dev.writeback.directory.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.protocol.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that counts the binds which reach it. */
final class ServiceAccountTest {
    private static final String USER = "CN=svc,DC=corp,DC=example,DC=test";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int WORKERS = 8;

    private final AtomicInteger binds = new AtomicInteger();
    private final AtomicReference<String> rightPassword = new AtomicReference<>("right");
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private final AtomicReference<String> file = new AtomicReference<>("right");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private InMemoryDirectoryServer server;
    private ServiceAccount account;

    @BeforeEach
    void start() throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("DC=corp,DC=example,DC=test");
        config.setSchema(null);
        config.addAdditionalBindCredentials(USER, "right");
        config.addInMemoryOperationInterceptor(new Counting());
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        account =
                new ServiceAccount(USER, () -> Secret.takeOwnershipOf(file.get().getBytes(UTF_8)), movable());
    }

    private Clock movable() {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private final class Counting extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            binds.incrementAndGet();
            String sent = request.getRequest().getPassword().stringValue();
            if (!trouble.get().isEmpty()) {
                throw refusal(trouble.get());
            }
            if (!sent.equals(rightPassword.get())) {
                throw refusal("data 52e, v1db1");
            }
        }

        private LDAPException refusal(String data) {
            return new LDAPException(
                    ResultCode.INVALID_CREDENTIALS,
                    "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, " + data);
        }
    }

    private void bind() throws LDAPException {
        try (LDAPConnection connection = server.getConnection()) {
            account.bind(connection, LIMIT);
        }
    }

    private LDAPException refused() {
        return catchThrowableOfType(LDAPException.class, this::bind);
    }

    private List<LDAPException> refusedToAllWorkersAtOnce() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            CyclicBarrier together = new CyclicBarrier(WORKERS);
            List<Future<LDAPException>> attempts = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                attempts.add(workers.submit(() -> {
                    together.await();
                    return refused();
                }));
            }
            List<LDAPException> refusals = new ArrayList<>();
            for (Future<LDAPException> attempt : attempts) {
                refusals.add(attempt.get(20, TimeUnit.SECONDS));
            }
            return refusals;
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void sendsAWrongPasswordOnceWhenEightWorkersBindAtOnce() throws Exception {
        file.set("wrong");

        List<LDAPException> refusals = refusedToAllWorkersAtOnce();

        assertThat(refusals).hasSize(WORKERS).doesNotContainNull();
        assertThat(binds).hasValue(1);
    }

    @Test
    void sendsAPasswordThatWasProvedAndIsNoLongerRightOnce() throws Exception {
        bind();
        rightPassword.set("changed in the directory");

        assertThat(refusedToAllWorkersAtOnce()).doesNotContainNull();

        assertThat(binds).hasValue(2);
    }

    @Test
    void triesAChangedFileAtOnce() throws Exception {
        file.set("wrong");
        assertThat(refused()).isNotNull();
        assertThat(refused()).isNotNull();

        file.set("right");

        assertThatCode(this::bind).doesNotThrowAnyException();
        assertThat(binds).hasValue(2);
    }

    @Test
    void sendsEachContentOfTheFileOnce() {
        for (String content : List.of("wrong-1", "wrong-1", "wrong-2", "wrong-2")) {
            file.set(content);
            assertThat(refused()).isNotNull();
        }
        assertThat(binds).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data 52e, v1db1", "data 52E, v2580", "no code at all", "data 57, v1db1"})
    void neverRepeatsWhatMayHaveBeenCounted(String answer) {
        trouble.set(answer);
        assertThat(refused()).isNotNull();
        now.set(now.get().plus(Duration.ofDays(400)));

        LDAPException later = refused();

        assertThat(later).hasMessageContaining("so that the account is not locked");
        assertThat(binds).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "775, is locked",
        "532, its password has expired",
        "533, is disabled",
        "701, has expired",
        "773, its password must be changed first",
        "525, is not known",
        "530, at this time of the day",
        "531, at certain computers only"
    })
    void stopsAtTheFirstSaysWhyAndLooksAgainAfterTenMinutes(String code, String words) {
        trouble.set("data " + code + ", v1db1");
        assertThat(refused()).hasMessageContaining(USER).hasMessageContaining(words);

        now.set(now.get().plus(Duration.ofSeconds(599)));
        assertThat(refused()).hasMessageContaining(words).hasMessageContaining("2026-11-23T10:10:00Z");
        assertThat(binds).hasValue(1);

        now.set(now.get().plus(Duration.ofSeconds(1)));
        trouble.set("");
        assertThatCode(this::bind).doesNotThrowAnyException();
        assertThat(binds).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"data 533, is disabled", "data 701, has expired", "data 52e, its password or key is wrong"})
    void tellsAnOperatorInWordsWhatTheServerSaidInACode(String data, String words) {
        trouble.set(data);

        assertThat(ConnectTrouble.of(refused())).contains("the service account '" + USER + "'", words);
    }

    @Test
    void namesNoPassword() {
        file.set("Tr0ub4dor-canary");

        LDAPException first = refused();
        LDAPException second = refused();

        assertThat(first.toString() + first.getCause() + second).doesNotContain("canary");
    }

    /** As it is for a moment while the file is written anew. */
    @Test
    void sendsNothingWhileThePasswordIsEmpty() throws Exception {
        file.set("");
        LDAPException e = catchThrowableOfType(LDAPException.class, this::bind);
        assertThat(e).hasMessageContaining("the password of the service account is empty");
        assertThat(binds).hasValue(0);

        file.set("right");
        bind();
        assertThat(binds).hasValue(1);
    }

    @Test
    void sendsNothingWhenTheFileCannotBeRead() {
        ServiceAccount without = new ServiceAccount(
                USER,
                () -> {
                    throw new IllegalStateException("ldap.password cannot be read");
                },
                Clock.systemUTC());

        LDAPException e = catchThrowableOfType(LDAPException.class, () -> {
            try (LDAPConnection connection = server.getConnection()) {
                without.bind(connection, LIMIT);
            }
        });

        assertThat(e).hasMessageContaining("ldap.password cannot be read");
        assertThat(binds).hasValue(0);
    }
}
