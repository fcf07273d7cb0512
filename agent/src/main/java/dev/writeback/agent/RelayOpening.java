package dev.writeback.agent;

import dev.writeback.agent.config.AgentConfig;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.relay.RelayException;
import dev.writeback.agent.relay.RelayTransport;
import dev.writeback.agent.relay.servicebus.ServiceBusTransport;
import dev.writeback.agent.relay.servicebus.ServiceBusTransportSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's client, made beside the rest of the start: to load it is the slowest part. */
final class RelayOpening {
    private static final Logger log = LoggerFactory.getLogger(RelayOpening.class);

    private final FutureTask<RelayTransport> soon;

    private RelayOpening(FutureTask<RelayTransport> soon) {
        this.soon = soon;
    }

    static RelayOpening begin(AgentConfig config, Clock clock, SecureRandom random) {
        FutureTask<RelayTransport> soon = new FutureTask<>(() -> relay(config, clock, random));
        new Thread(soon, "start-relay").start();
        return new RelayOpening(soon);
    }

    private static RelayTransport relay(AgentConfig config, Clock clock, SecureRandom random) throws StartException {
        ServiceBusSettings serviceBus = config.relay().serviceBus();
        try {
            return ServiceBusTransport.create(
                    ServiceBusTransportSettings.of(
                                    serviceBus.connection()::read,
                                    serviceBus.requests(),
                                    serviceBus.replies(),
                                    serviceBus.caFile(),
                                    config.limits().inFlight())
                            .withPresence(serviceBus.presence()),
                    clock,
                    random);
        } catch (RelayException e) {
            throw StartException.misconfigured("relay.serviceBus", e);
        }
    }

    /** @throws StartException when it cannot be made of this configuration */
    RelayTransport ready() throws StartException {
        try {
            return soon.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException expected) {
                throw expected;
            }
            throw new IllegalStateException("the relay's client cannot be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /** The start failed elsewhere: a relay that was made in vain is closed, twice at worst. */
    void abandon() {
        try {
            ready().close();
        } catch (StartException | RuntimeException e) {
            log.atDebug().setMessage("no relay to close").log();
        }
    }
}
