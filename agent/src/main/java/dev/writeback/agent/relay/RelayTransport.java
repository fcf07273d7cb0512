package dev.writeback.agent.relay;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * An outbound connection to one relay. It connects, reconnects and backs off by itself for as long as it is open.
 *
 * <p>Thread-safe.
 */
public interface RelayTransport extends AutoCloseable {
    /**
     * Starts receiving. {@code handler} is called on the transport's own bounded worker pool, one call per delivery, and
     * must not throw.
     */
    void start(Consumer<RelayRequest> handler);

    /**
     * Sends what nobody asked for, and waits until the relay has accepted it. Works while paused, and before {@link #start}.
     *
     * @throws RelayException when the relay did not accept it
     */
    void publish(RelayNotice notice) throws RelayException;

    /** Stops taking new deliveries; what is in flight goes on. Can be called again. */
    void pause();

    /** Takes deliveries again after {@link #pause()}. */
    void resume();

    /**
     * Stops taking new deliveries and waits for those in flight.
     *
     * @return whether all of them ended within {@code limit}
     */
    boolean drain(Duration limit);

    /** What the transport knows of its own connection. */
    RelayHealth health();

    /** Closes the connection; call {@link #drain} first. */
    @Override
    void close();
}
