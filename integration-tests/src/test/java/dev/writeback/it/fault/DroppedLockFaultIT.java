package dev.writeback.it.fault;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link RelayFaultIT}, where a lock ends with the connection that it was taken on: what was at work is delivered again
 * at once. Sources about Service Bus contradict each other on this.
 */
@Execution(ExecutionMode.CONCURRENT)
final class DroppedLockFaultIT {
    /** Generous: it is there for what hangs. The figure that is to be reached stands in the table. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    /** Less than the 60 s after which the client itself gives up a silent connection. */
    private static final Duration LONGEST_BELIEF = Duration.ofSeconds(55);

    private static final String CATALOGUE = "dev.writeback.it.fault.RelayFaults#";

    @TempDir
    private static Path folder;

    private static RelayMatrix matrix;

    @BeforeAll
    static void open() throws Exception {
        matrix = RelayMatrix.open(folder, false);
    }

    @AfterAll
    static void close() throws Exception {
        matrix.close();
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @ParameterizedTest(name = "{0}")
    @MethodSource(CATALOGUE + "lostConnections")
    void userIsToldTheTruthAndTheAgentRecovers(Fault fault) throws Exception {
        matrix.endure(fault, LONGEST_RECOVERY);
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @Test
    void deadConnectionThatNobodyTellsOfIsReplaced() throws Exception {
        matrix.endure(RelayFaults.deadConnection(), LONGEST_BELIEF);
    }
}
