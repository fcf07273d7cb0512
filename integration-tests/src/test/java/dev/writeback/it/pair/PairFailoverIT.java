package dev.writeback.it.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.it.directory.SambaExtension;
import dev.writeback.sandbox.samba.SambaPair;
import dev.writeback.sandbox.samba.SambaPresence;
import dev.writeback.sandbox.samba.SambaWitness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The domain controller in use fails under a stream of resets from the cloud, and comes back. What the users were told is
 * held against what both controllers have in their own databases; nothing is replicated between them meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairFailoverIT {
    private static final int ROUNDS = 3;
    private static final int PER_SECOND = 5;
    private static final int CALM = 25;
    private static final int BACK = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final SambaExtension SAMBA = new SambaExtension();

    private final List<String> addresses = SambaPresence.freeAddresses("127.0.79.", 2);
    private final String preferred = addresses.get(0);
    private final String second = addresses.get(1);
    private SambaPair pair;
    private PairSite site;

    /** How the preferred controller fails. */
    enum Outage {
        /** SIGSTOP to all its processes, later SIGCONT. */
        STANDS_STILL {
            @Override
            void strike(SambaPair pair) {
                pair.freezeFirst();
            }

            @Override
            void repair(SambaPair pair) {
                pair.thawFirst();
            }
        },
        /** SIGKILL to all its processes, later started again with its data. */
        KILLED {
            @Override
            void strike(SambaPair pair) {
                pair.killFirst();
            }

            @Override
            void repair(SambaPair pair) {
                pair.restartFirst();
            }
        };

        abstract void strike(SambaPair pair);

        abstract void repair(SambaPair pair);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        pair = SambaPair.start(Path.of("target", "samba-ad-pair-failover"), preferred, second);
        site = PairSite.start(folder.resolve("site"), pair, SAMBA.server(), addresses);
    }

    @AfterAll
    void stop() {
        if (site != null) {
            site.close();
        }
        if (pair != null) {
            pair.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void nothingIsLostOrFalselyOkWhileTheControllerInUseFails(Outage outage) throws Exception {
        Findings findings = new Findings(preferred);

        for (int round = 0; round < ROUNDS; round++) {
            failAndComeBack(outage, findings);
        }

        System.out.println(findings.report(outage + " " + ROUNDS + " times", PER_SECOND));
        assertThat(findings.wrong()).isEmpty();
        assertThat(findings.failedOver()).isPositive();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.http().metric("writeback_replication_verifications_total"))
                        .isPositive());
        assertThat(site.http().isReady()).isTrue();
        assertThat(site.log()).contains("a new password has not reached the other servers in time");
    }

    private void failAndComeBack(Outage outage, Findings findings) throws Exception {
        try (SambaWitness first = pair.witnessOfFirst();
                SambaWitness other = pair.witnessOfSecond();
                SteadyResets stream = new SteadyResets(site.cloud(), users(first))) {
            Truth truth = Truth.before(first, other, users(first).keySet());
            stream.start(PER_SECOND);
            awaitAnswers(stream, preferred, CALM);

            long strike = System.nanoTime();
            outage.strike(pair);
            awaitAnswers(stream, second, CALM);
            outage.repair(pair);
            awaitAnswers(stream, preferred, BACK);

            stream.stop().forEach(sent -> findings.add(strike, sent, truth));
            findings.leftOut(stream.leftOut());
        }
    }

    private static Map<String, UUID> users(SambaWitness witness) {
        Map<String, UUID> users = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 20)
                .mapToObj(n -> String.format("u%02d", n))
                .forEach(user -> users.put(user, witness.look(user).guid()));
        return users;
    }

    private static void awaitAnswers(SteadyResets stream, String server, int number) {
        long before = stream.answeredBy(server);
        await().atMost(PATIENCE).until(() -> stream.answeredBy(server) >= before + number);
    }
}
