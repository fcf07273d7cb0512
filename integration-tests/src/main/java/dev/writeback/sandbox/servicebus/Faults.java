package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.access.Right;
import dev.writeback.sandbox.servicebus.amqp.AmqpFault;
import dev.writeback.sandbox.servicebus.amqp.FaultPlan;
import dev.writeback.sandbox.servicebus.broker.Broker;
import dev.writeback.sandbox.servicebus.broker.BrokerQueue;
import java.util.Optional;
import java.util.Set;

/** Makes things go wrong, for tests. Thread-safe; each call has taken effect when it returns. */
public final class Faults {
    private final EventLoopCalls calls;
    private final FaultPlan plan;
    private final Broker broker;
    private final Listener listener;

    Faults(EventLoopCalls calls, FaultPlan plan, Broker broker, Listener listener) {
        this.calls = calls;
        this.plan = plan;
        this.broker = broker;
        this.listener = listener;
    }

    /** What happens to a new connection. */
    public enum NewConnections {
        /** It is served. */
        SERVED,
        /** It is accepted and closed at once. */
        CLOSED,
        /** It is accepted and never answered, not even the TLS handshake. */
        STALLED
    }

    /** Cuts every TCP connection, without a word of AMQP. */
    public void dropConnections() {
        listener.dropConnections();
    }

    public void newConnections(NewConnections mode) {
        listener.newConnections(mode);
    }

    /** Closes the port and cuts every connection; the queues stay as they are. */
    public void stopListening() {
        listener.stop();
    }

    /** Opens the same port again. */
    public void listenAgain() {
        listener.start();
    }

    /**
     * Detaches all links to a queue, senders and receivers.
     *
     * @param condition for example {@code amqp:link:detach-forced}
     * @return how many links there were
     */
    public int detachLinks(String queue, String condition) {
        return detach(queue, Set.of(Right.LISTEN, Right.SEND), condition);
    }

    /** As {@link #detachLinks(String, String)}, only those that use {@code right}: one side's alone. */
    public int detachLinks(String queue, Right right, String condition) {
        return detach(queue, Set.of(right), condition);
    }

    private int detach(String queue, Set<Right> rights, String condition) {
        return calls.call(() -> listener.connections()
                .mapToInt(connection -> connection.detach(queue, rights, injected(condition)))
                .sum());
    }

    /** While refused, every token gets status 401; links that exist stay. */
    public void refuseTokens(boolean refuse) {
        calls.run(() -> plan.refuseTokens(refuse));
    }

    /** New receivers of {@code queue} are refused with {@code condition}. */
    public void refuseReceivers(String queue, String condition) {
        calls.run(() -> plan.refuseReceivers(queue, Optional.of(injected(condition))));
    }

    public void allowReceivers(String queue) {
        calls.run(() -> plan.refuseReceivers(queue, Optional.empty()));
    }

    /** Messages sent to {@code queue} are rejected with {@code condition}. */
    public void refuseMessages(String queue, String condition) {
        calls.run(() -> plan.refuseMessages(queue, Optional.of(injected(condition))));
    }

    public void allowMessages(String queue) {
        calls.run(() -> plan.refuseMessages(queue, Optional.empty()));
    }

    /** The next message sent to {@code queue} is stored twice, as after a send that was repeated. */
    public void duplicateNextMessage(String queue) {
        calls.run(() -> plan.duplicateNextMessage(queue));
    }

    /** Lets every lock of {@code queue} expire now, so that what is in flight is delivered a second time. */
    public void loseLocks(String queue) {
        calls.run(() -> broker.queue(queue).ifPresent(BrokerQueue::dropAllLocks));
    }

    private static AmqpFault injected(String condition) {
        return new AmqpFault(condition, "injected fault");
    }
}
