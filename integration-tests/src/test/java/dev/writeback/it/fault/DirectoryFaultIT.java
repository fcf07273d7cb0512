package dev.writeback.it.fault;

import static dev.writeback.protocol.message.Outcome.OK;
import static dev.writeback.protocol.message.Outcome.REFUSED;
import static dev.writeback.protocol.message.Outcome.RETRY;
import static dev.writeback.protocol.message.Reason.DIRECTORY_ERROR;
import static dev.writeback.protocol.message.Reason.DIRECTORY_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.protocol.message.Ack;
import dev.writeback.sandbox.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the directory or the line to it, the user is told the truth, and the agent recovers by itself. Runs
 * beside other classes; its own cases come one after the other, because they share the line.
 */
@Execution(ExecutionMode.CONCURRENT)
final class DirectoryFaultIT {
    /** Generous: it is there for what hangs. The figure that is to be reached stands in the table. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Recoveries RECOVERIES = new Recoveries("directory fault");

    @TempDir
    private static Path folder;

    private static FaultSite site;
    private static int modify;

    @BeforeAll
    static void open() throws Exception {
        site = FaultSite.open(folder, true);
        modify = site.recordOfTheModify();
    }

    @AfterAll
    static void nothingThatWasToldHasBecomeUntrueSince() throws Exception {
        RECOVERIES.print();
        try {
            site.assertAllStillTrue();
        } finally {
            site.close();
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                Fault.of(
                        "killed, back later",
                        RETRY,
                        DIRECTORY_UNAVAILABLE,
                        DirectoryFaultIT::killed,
                        s -> s.toDirectory.listen()),
                Fault.of(
                        "killed after it applied the write, back later",
                        OK,
                        whenApplied(s -> kill(s), FaultSite::awaitNotReady),
                        s -> s.toDirectory.listen()),
                Fault.of(
                        "stopped",
                        RETRY,
                        DIRECTORY_UNAVAILABLE,
                        answered(s -> s.toDirectory.stall()),
                        s -> s.toDirectory.resume()),
                Fault.of(
                        "stopped with the write in its hands, applies it later",
                        OK,
                        DirectoryFaultIT::stoppedAtTheWrite,
                        s -> s.toDirectory.resume()),
                Fault.of(
                        "slow: each answer 5 s late",
                        RETRY,
                        DIRECTORY_UNAVAILABLE,
                        answered(s -> s.toDirectory.delay(Duration.ofSeconds(5))),
                        s -> s.toDirectory.delay(Duration.ZERO)),
                Fault.of(
                        "slow: the answer to the write 5 s late",
                        OK,
                        whenApplied(s -> s.toDirectory.delay(Duration.ofSeconds(5)), DirectoryFaultIT::awaitLeft),
                        s -> s.toDirectory.delay(Duration.ZERO)),
                Fault.of("narrow: 4 kB/s", OK, answered(s -> s.toDirectory.limit(4096)), s -> s.toDirectory.limit(0)),
                Fault.of("reset in mid-modify, applied", OK, whenApplied(s -> s.toDirectory.reset(), s -> {}), s -> {}),
                Fault.of(
                        "half-open in mid-modify, applied",
                        OK,
                        whenApplied(s -> s.toDirectory.silence(), s -> {}),
                        s -> {}),
                Fault.of(
                        "byte flip in the answer to the modify",
                        OK,
                        whenApplied(s -> s.toDirectory.onAnswer(1, ProxiedConnection::flip), s -> {}),
                        s -> {}),
                refusal("busy (51)", 51, "0000200E: SvcErr: DSID-02082B5C, problem 5001 (BUSY), data 0\n"),
                refusal(
                        "unavailable (52)",
                        52,
                        "0000200F: SvcErr: DSID-02082B5D, problem 5002 (UNAVAILABLE), data 0\n"),
                refusal(
                        "referral (10), as by a read-only server",
                        10,
                        "0000202B: RefErr: DSID-0310082F, data 0, 1 access points\n"),
                Fault.of(
                        "read-only: unwilling to perform (53)",
                        REFUSED,
                        DIRECTORY_ERROR,
                        answered(s -> s.directory.answerWritesWith(
                                53, "00002035: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n")),
                        s -> s.directory.answerWrites()));
    }

    private static Fault refusal(String name, int code, String diagnostic) {
        return Fault.of(
                name,
                RETRY,
                DIRECTORY_UNAVAILABLE,
                answered(s -> s.directory.answerWritesWith(code, diagnostic)),
                s -> s.directory.answerWrites());
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void userIsToldTheTruthAndTheAgentRecovers(Fault fault) throws Exception {
        Attempt attempt = fault.strike().at(site);
        fault.repair().of(site);
        Duration recovery = site.serve();

        judge(fault, attempt, recovery);
    }

    private static void judge(Fault fault, Attempt attempt, Duration recovery) throws Exception {
        Ack told = attempt.ack();
        RECOVERIES.add(
                fault.name(),
                told.outcome() + told.reason().map(why -> " " + why).orElse(""),
                recovery);
        assertThat(told.outcome()).isIn(fault.told());
        assertThat(told.reason()).isEqualTo(fault.reason());
        attempt.assertTrue(told);
        assertThat(recovery).isLessThan(LONGEST_RECOVERY);
    }

    /** The fault is there, and a user meets it. */
    private static Fault.Strike answered(Consumer<FaultSite> harm) {
        return s -> {
            harm.accept(s);
            Attempt attempt = s.reset();
            attempt.ack();
            return attempt;
        };
    }

    private static Attempt killed(FaultSite s) throws Exception {
        return answered(DirectoryFaultIT::kill).at(s);
    }

    private static void kill(FaultSite s) {
        s.toDirectory.refuse();
        s.toDirectory.reset();
    }

    /** The write is made, and the agent does not hear of it. */
    private static Fault.Strike whenApplied(Consumer<FaultSite> harm, Consumer<FaultSite> felt) {
        return s -> {
            s.directory.whenApplied(() -> {
                s.directory.whenApplied(() -> {});
                harm.accept(s);
            });
            Attempt attempt = s.reset();
            await().atMost(SOON).until(() -> attempt.writes() == 1);
            felt.accept(s);
            return attempt;
        };
    }

    private static void awaitLeft(FaultSite s) {
        int before = s.toDirectory.leftByClient();
        await().atMost(SOON).until(() -> s.toDirectory.leftByClient() > before);
    }

    private static Attempt stoppedAtTheWrite(FaultSite s) {
        s.moments.at(Waypoint.INTENT_DURABLE, () -> s.toDirectory.onRecord(modify, none -> s.toDirectory.stall()));
        Attempt attempt = s.reset();
        awaitLeft(s);
        assertThat(attempt.writes()).isZero();
        return attempt;
    }

    static Stream<Fault> lostWrites() {
        return Stream.of(
                atTheModify("reset in mid-modify, never arrived", ProxiedConnection::reset),
                atTheModify("cut in the middle of the modify", ProxiedConnection::cut),
                atTheModify("byte flip in the modify", ProxiedConnection::flip),
                atTheModify("half-open in mid-modify, never arrived", ProxiedConnection::silence));
    }

    private static Fault atTheModify(String name, Consumer<ProxiedConnection> harm) {
        return Fault.of(
                name,
                OK,
                s -> {
                    CompletableFuture<Void> struck = new CompletableFuture<>();
                    s.moments.at(
                            Waypoint.INTENT_DURABLE,
                            () -> s.toDirectory.onRecord(modify, connection -> {
                                harm.accept(connection);
                                struck.complete(null);
                            }));
                    Attempt attempt = s.reset();
                    struck.get(SOON.toSeconds(), TimeUnit.SECONDS);
                    return attempt;
                },
                s -> {});
    }

    private record Struck(Attempt attempt, Duration recovery) {}

    private static final Map<String, Struck> STRUCK = new LinkedHashMap<>();

    /**
     * A server that hung may still apply the write, so these take the budget of an operation and one more delivery each:
     * they wait together.
     */
    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest(name = "{0}")
    @MethodSource("lostWrites")
    void writeThatNeverArrivedIsMadeByTheNextDelivery(Fault fault) throws Exception {
        if (STRUCK.isEmpty()) {
            for (Fault each : lostWrites().toList()) {
                site.serve();
                Attempt attempt = each.strike().at(site);
                STRUCK.put(each.name(), new Struck(attempt, site.serve()));
                assertThat(attempt.writes()).isZero();
            }
        }
        Struck struck = STRUCK.get(fault.name());
        judge(fault, struck.attempt(), struck.recovery());
        assertThat(struck.attempt().ack().delivery()).isEqualTo(2);
    }

    static Stream<String> certificates() {
        return Stream.of("certificate expired", "certificate of another host");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest(name = "{0}")
    @MethodSource("certificates")
    void serverThatCannotProveItsNameIsToldNothing(String name) throws Exception {
        ServerCertificate certificate = name.endsWith("expired")
                ? site.directory.certificate(Instant.now().minusSeconds(60), "localhost")
                : site.directory.certificate(Instant.now().plusSeconds(3600), "elsewhere.example.test");
        try (TlsImpostor impostor = new TlsImpostor(certificate)) {
            Fault fault = Fault.of(
                    name,
                    RETRY,
                    DIRECTORY_UNAVAILABLE,
                    answered(s -> {
                        s.toDirectory.redirect(impostor.port());
                        s.toDirectory.reset();
                    }),
                    s -> {
                        s.toDirectory.redirect(s.directory.port());
                        s.toDirectory.reset();
                    });
            Attempt attempt = fault.strike().at(site);
            assertThat(impostor.visits()).isPositive();
            assertThat(impostor.confided()).isZero();
            fault.repair().of(site);
            Duration recovery = site.serve();
            judge(fault, attempt, recovery);
        }
    }
}
