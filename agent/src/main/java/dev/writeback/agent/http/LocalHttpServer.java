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
import java.time.Duration;
import java.util.List;
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

    private final EventLoopGroup loop;
    private final List<Channel> channels;

    private LocalHttpServer(EventLoopGroup loop, List<Channel> channels) {
        this.loop = loop;
        this.channels = List.copyOf(channels);
    }

    /**
     * Starts listening.
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
        return start(address, protection, scrape, readiness, controls, StatusPages.none());
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
        return start(address, protection, scrape, readiness, controls, StatusPages.of(status));
    }

    private static LocalHttpServer start(
            InetSocketAddress address,
            Protection protection,
            Function<String, String> scrape,
            Supplier<Readiness> readiness,
            Controls controls,
            StatusPages status)
            throws IOException {
        return start(
                address,
                protection,
                new Access(controls, protection.token()),
                new Pages(scrape, readiness, controls, status),
                MOST_CONNECTIONS,
                LIFETIME);
    }

    static LocalHttpServer start(
            InetSocketAddress address,
            Protection protection,
            Access access,
            Pages pages,
            int mostConnections,
            Duration lifetime)
            throws IOException {
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
        try {
            Channel first = bind(server, address);
            boolean reachedFromHere = address.getAddress().isLoopbackAddress()
                    || address.getAddress().isAnyLocalAddress();
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            return new LocalHttpServer(
                    loop,
                    reachedFromHere
                            ? List.of(first)
                            : List.of(
                                    first,
                                    bind(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
        } catch (IOException e) {
            stop(loop);
            throw e;
        }
    }

    private static Channel bind(ServerBootstrap server, InetSocketAddress address) throws IOException {
        ChannelFuture bound = server.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
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

    /** Where it listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channels.get(0).localAddress();
    }

    /**
     * Calls {@code work} again and again, from now until closed, on the thread that answers requests: as long as it is
     * called, that thread serves.
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
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        stop(loop);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
