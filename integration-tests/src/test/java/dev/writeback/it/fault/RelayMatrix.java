package dev.writeback.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writeback.protocol.message.Ack;
import dev.writeback.sandbox.servicebus.QueueView.Depth;
import java.nio.file.Path;
import java.time.Duration;

/** One site on which one fault of the relay comes after the other. */
final class RelayMatrix implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    final FaultSite site;
    private final Recoveries recoveries;

    private RelayMatrix(FaultSite site, Recoveries recoveries) {
        this.site = site;
        this.recoveries = recoveries;
    }

    static RelayMatrix open(Path folder, boolean keepsLocks) throws Exception {
        String title = keepsLocks ? "relay fault" : "relay fault, locks end with their connection";
        return new RelayMatrix(FaultSite.open(folder, keepsLocks), new Recoveries(title));
    }

    /** The user is told the truth, the write is made once, the agent recovers by itself, and nothing is left over. */
    void endure(Fault fault, Duration longest) throws Exception {
        Attempt attempt = fault.strike().at(site);
        fault.repair().of(site);
        Duration recovery = site.serve();

        Ack told = attempt.ack();
        saw(fault.name(), told, recovery);
        assertThat(told.outcome()).isIn(fault.told());
        attempt.assertTrue(told);
        assertThat(attempt.writes()).isOne();
        assertThat(recovery).isLessThan(longest);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(site.site.relay().queue("requests").depth()).isEqualTo(new Depth(0, 0, 0)));
    }

    void saw(String fault, Ack told, Duration recovery) {
        recoveries.add(fault, told.outcome().toString(), recovery);
    }

    /** Prints what was seen; nothing that was told has become untrue since. */
    @Override
    public void close() throws Exception {
        recoveries.print();
        try {
            site.assertAllStillTrue();
        } finally {
            site.close();
        }
    }
}
