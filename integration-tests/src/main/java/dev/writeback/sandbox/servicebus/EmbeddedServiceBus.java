package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.access.AccessPolicy;
import dev.writeback.sandbox.servicebus.access.TokenVerifier;
import dev.writeback.sandbox.servicebus.amqp.AmqpConnection;
import dev.writeback.sandbox.servicebus.amqp.Endpoint;
import dev.writeback.sandbox.servicebus.amqp.FaultPlan;
import dev.writeback.sandbox.servicebus.broker.Broker;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Service Bus namespace on loopback, as far as password writeback needs one: AMQP over TLS, tokens that are really
 * verified, queues with peek-lock, management operations.
 *
 * <p>Not offered: deferring, scheduling, sessions, topics, transactions, WebSockets. Thread-safe.
 */
public final class EmbeddedServiceBus implements AutoCloseable {
    /** How often locks, lives and tokens are looked at. */
    private static final long TICK_MILLIS = 20;

    private static final String LOOPBACK_ADDRESS = "127.0.0.1";

    private final EmbeddedServiceBusSettings settings;
    private final EventLoopGroup group;
    private final Broker broker;
    private final Listener listener;
    private final Faults faults;
    private final Map<String, QueueView> views = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private EmbeddedServiceBus(EmbeddedServiceBusSettings settings) {
        this.settings = settings;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("service-bus", true), NioIoHandler.newFactory());
        EventLoop loop = group.next();
        this.broker = new Broker(settings.queues(), settings.clock());
        EventLoopCalls calls = new EventLoopCalls(loop);
        settings.queues()
                .forEach(queue -> views.put(
                        queue.name(), new QueueView(broker.queue(queue.name()).orElseThrow(), calls)));
        FaultPlan plan = new FaultPlan();
        Endpoint endpoint = new Endpoint(
                broker,
                new TokenVerifier(settings.policies(), Set.of(settings.hostName(), LOOPBACK_ADDRESS), settings.clock()),
                plan,
                settings.clock(),
                settings.maxMessageBytes(),
                settings.keepLocksOnConnectionLoss());
        this.listener = new Listener(
                group,
                loop,
                endpoint,
                settings.authority()
                        .serverCertificate(settings.hostName(), LOOPBACK_ADDRESS)
                        .nettyContext(),
                settings.port());
        this.faults = new Faults(calls, plan, broker, listener);
    }

    /** Starts an endpoint; it serves when this returns. */
    public static EmbeddedServiceBus start(EmbeddedServiceBusSettings settings) {
        EmbeddedServiceBus bus = new EmbeddedServiceBus(settings);
        try {
            bus.listener.start();
            var unused =
                    bus.group.next().scheduleAtFixedRate(bus::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            return bus;
        } catch (RuntimeException e) {
            bus.close();
            throw e;
        }
    }

    private void tick() {
        broker.expireDue();
        listener.connections().forEach(AmqpConnection::expireTokens);
    }

    /**
     * What a client is configured with; ends without {@code EntityPath}.
     *
     * @throws IllegalArgumentException when there is no such policy
     */
    public String connectionString(String policyName) {
        AccessPolicy policy = settings.policies().stream()
                .filter(each -> each.name().equals(policyName))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no policy " + policyName + "; there are " + settings.policies()));
        return endpoint() + ";SharedAccessKeyName=" + policy.name() + ";SharedAccessKey=" + policy.key();
    }

    /** {@code Endpoint=sb://HOST:PORT}. */
    public String endpoint() {
        return "Endpoint=sb://" + settings.hostName() + ":" + port();
    }

    /** The certificate that a client has to trust. */
    public String caPem() {
        return settings.authority().caPem();
    }

    public int port() {
        return listener.port();
    }

    /** @throws IllegalArgumentException when there is no such queue */
    public QueueView queue(String name) {
        QueueView view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no queue " + name + "; there are " + views.keySet());
        }
        return view;
    }

    public Faults faults() {
        return faults;
    }

    /** Stops serving; what the queues held is gone. */
    @Override
    public void close() {
        listener.stop();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
