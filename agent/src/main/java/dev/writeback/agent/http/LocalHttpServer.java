package dev.writeback.agent.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /metrics}, {@code /livez} and {@code /readyz}, the status page at {@code /}, and {@code PUT} of {@link
 * Controls}, over HTTP/1.1 and, with a certificate, over TLS. On another address than a loopback one it listens on the
 * loopback address too, for the commands of this machine, which is always served without TLS as well: what stays inside needs
 * no encryption.
 *
 * <p>Bounded so that nobody who can reach it can hurt: 64 connections from here and as many from elsewhere, 8 KiB of headers,
 * no bodies, one request per connection, five seconds to ask, those of the handshake among them, and five to take the answer.
 * Thread-safe.
 */
public final class LocalHttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalHttpServer.class);

    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADERS = 8192;
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    /** Only who has the right for them gets the ports below it, so nobody else takes them. */
    private static final int FIRST_PORT_OF_ALL = 1024;

    private final EventLoopGroup loop;
    private final ServerBootstrap server;
    private final InetSocketAddress wanted;
    private volatile List<Channel> channels = List.of();
    private boolean closed;

    private LocalHttpServer(EventLoopGroup loop, ServerBootstrap server, InetSocketAddress wanted) {
        this.loop = loop;
        this.server = server;
        this.wanted = wanted;
    }

    /**
     * One that listens.
     *
     * @param address port 0 lets the system choose one, see {@link #address()}
     * @param protection with a token when the address is another than a loopback one; stays the caller's
     * @param scrape the metrics of now, in the form of the content type that it is given; must not block
     * @param readiness the readiness of now; must not block
     * @param controls what changes the agent
     * @throws IOException when the address cannot be bound, for example because it is in use
     * @throws IllegalArgumentException when others could reach it and there is no token
     */
    public static LocalHttpServer start(
            InetSocketAddress address,
            Protection protection,
            Function<String, String> scrape,
            Supplier<Readiness> readiness,
            Controls controls)
            throws IOException {
        return listening(create(
                address,
                protection,
                new Access(controls, protection.token()),
                new Pages(scrape, readiness, controls, StatusPages.none()),
                MOST_CONNECTIONS,
                LIFETIME));
    }

    /**
     * The same with the status page.
     *
     * @param status the document that it shows, as JSON; must not block
     */
    public static LocalHttpServer start(
            InetSocketAddress address,
            Protection protection,
            Function<String, String> scrape,
            Supplier<Readiness> readiness,
            Controls controls,
            Supplier<String> status)
            throws IOException {
        return listening(create(address, protection, scrape, readiness, controls, status));
    }

    static LocalHttpServer start(
            InetSocketAddress address,
            Protection protection,
            Access access,
            Pages pages,
            int mostConnections,
            Duration lifetime)
            throws IOException {
        return listening(create(address, protection, access, pages, mostConnections, lifetime));
    }

    private static LocalHttpServer listening(LocalHttpServer server) throws IOException {
        try {
            Optional<String> taken = server.listen();
            if (taken.isPresent()) {
                throw new IOException(taken.get());
            }
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /**
     * The same, which does not listen before {@link #listen}.
     *
     * @throws IllegalArgumentException when others could reach it and there is no token
     */
    public static LocalHttpServer create(
            InetSocketAddress address,
            Protection protection,
            Function<String, String> scrape,
            Supplier<Readiness> readiness,
            Controls controls,
            Supplier<String> status) {
        return create(
                address,
                protection,
                new Access(controls, protection.token()),
                new Pages(scrape, readiness, controls, StatusPages.of(status)),
                MOST_CONNECTIONS,
                LIFETIME);
    }

    private static LocalHttpServer create(
            InetSocketAddress address,
            Protection protection,
            Access access,
            Pages pages,
            int mostConnections,
            Duration lifetime) {
        if (!address.getAddress().isLoopbackAddress() && protection.token().isEmpty()) {
            throw new IllegalArgumentException("an endpoint that others can reach needs a token");
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("local-http", true), NioIoHandler.newFactory());
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, mostConnections)
                .childHandler(new Connections(protection, access, pages, mostConnections, lifetime));
        return new LocalHttpServer(loop, server, address);
    }

    /**
     * Has it listen, if it does not. Waits for that, so not to be called by its own work.
     *
     * @return why it does not: somebody else has the port, who may leave it; empty when it listens
     * @throws IOException when it cannot for another reason: the address is none of this machine, or this user has no right
     *     for the port
     */
    public synchronized Optional<String> listen() throws IOException {
        if (closed) {
            throw new IOException("the local endpoint is closed");
        }
        if (!channels.isEmpty()) {
            return Optional.empty();
        }
        List<Channel> bound = new ArrayList<>();
        InetSocketAddress next = wanted;
        try {
            bound.add(bind(next));
            if (!wanted.getAddress().isLoopbackAddress() && !wanted.getAddress().isAnyLocalAddress()) {
                int port = ((InetSocketAddress) bound.get(0).localAddress()).getPort();
                next = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                bound.add(bind(next));
            }
        } catch (IOException e) {
            bound.forEach(channel -> channel.close().awaitUninterruptibly());
            if (isTaken(next)) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
        channels = List.copyOf(bound);
        return Optional.empty();
    }

    private Channel bind(InetSocketAddress address) throws IOException {
        ChannelFuture bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address.getAddress().getHostAddress() + " port " + address.getPort() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    /** Of an address that could not be bound: whether another port of it can be. */
    private static boolean isTaken(InetSocketAddress address) {
        if (address.getPort() < FIRST_PORT_OF_ALL) {
            return false;
        }
        try (ServerSocket another = new ServerSocket(0, 1, address.getAddress())) {
            return another.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** What each new connection gets. */
    static final class Connections extends ChannelInitializer<Channel> {
        private final Protection protection;
        private final Access access;
        private final Pages pages;
        private final Duration lifetime;
        // Apart, so that others cannot keep this machine's own commands and probes out.
        private final ConnectionLimit fromHere;
        private final ConnectionLimit fromElsewhere;

        Connections(Protection protection, Access access, Pages pages, int mostConnections, Duration lifetime) {
            this.protection = protection;
            this.access = access;
            this.pages = pages;
            this.lifetime = lifetime;
            this.fromHere = new ConnectionLimit(mostConnections);
            this.fromElsewhere = new ConnectionLimit(mostConnections);
        }

        @Override
        protected void initChannel(Channel connection) {
            boolean ofThisMachine = Access.isOfThisMachine(connection);
            HttpDecoderConfig limits = new HttpDecoderConfig()
                    .setMaxInitialLineLength(LONGEST_LINE)
                    .setMaxHeaderSize(LARGEST_HEADERS);
            ChannelPipeline pipeline = connection.pipeline().addLast(ofThisMachine ? fromHere : fromElsewhere);
            if (protection.identity().isPresent()) {
                SslContext tls = protection.identity().get().context();
                pipeline.addLast(ofThisMachine ? new OptionalSslHandler(tls) : tls.newHandler(connection.alloc()));
            }
            pipeline.addLast(new HttpServerCodec(limits)).addLast(new RequestHandler(access, pages, lifetime));
        }
    }

    /** Whether it listens. */
    public boolean isListening() {
        return !channels.isEmpty();
    }

    /** Where it listens, with the port that the system chose; or where it is to listen. */
    public InetSocketAddress address() {
        List<Channel> bound = channels;
        return bound.isEmpty() ? wanted : (InetSocketAddress) bound.get(0).localAddress();
    }

    /**
     * Calls {@code work} again and again, from now until closed, on the thread that answers requests, also while it does not
     * listen: as long as it is called, that thread serves.
     *
     * @param work must not block
     */
    public void every(Duration interval, Runnable work) {
        loop.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.atWarn()
                                .setMessage("repeated work of the local endpoint failed")
                                .setCause(e)
                                .log();
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Stops listening and closes all connections; waits for that at most a few seconds. */
    @Override
    public synchronized void close() {
        closed = true;
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        stop(loop);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
