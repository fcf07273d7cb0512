package dev.writeback.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writeback.protocol.message.Ack;
import dev.writeback.protocol.message.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the relay or the line to it while a request is at work, the user is told the truth, the write is made
 * once, and the agent recovers by itself. Locks outlive the connection that they were taken on.
 *
 * <p>Runs beside other classes; its own cases come one after the other, because they share the line.
 */
@Execution(ExecutionMode.CONCURRENT)
final class RelayFaultIT {
    /** Generous: it is there for what hangs. The figure that is to be reached stands in the table. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    private static final String CATALOGUE = "dev.writeback.it.fault.RelayFaults#";

    @TempDir
    private static Path folder;

    private static RelayMatrix matrix;

    @BeforeAll
    static void open() throws Exception {
        matrix = RelayMatrix.open(folder, true);
    }

    @AfterAll
    static void close() throws Exception {
        matrix.close();
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest(name = "{0}")
    @MethodSource({CATALOGUE + "lostConnections", CATALOGUE + "otherFaults", CATALOGUE + "detachments"})
    void userIsToldTheTruthAndTheAgentRecovers(Fault fault) throws Exception {
        matrix.endure(fault, LONGEST_RECOVERY);
    }

    /** The relay hands out the later of two requests first: the earlier one must not undo it. */
    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void earlierRequestThatComesAfterTheLaterOneIsSuperseded() throws Exception {
        FaultSite site = matrix.site;
        String user = site.nextUser();
        Supplier<Attempt> earlier = site.sealed(user, Duration.ofSeconds(90));
        Attempt later = site.sealed(user, Duration.ZERO).get();
        assertThat(later.ack().outcome()).isEqualTo(Outcome.OK);

        Attempt overtaken = earlier.get();
        Ack told = overtaken.ack();

        matrix.saw("delivered out of order", told, site.serve());
        assertThat(told.outcome()).isEqualTo(Outcome.SUPERSEDED);
        overtaken.assertTrue(told);
        assertThat(site.directory.holds(user, later.password())).isTrue();
    }
}
