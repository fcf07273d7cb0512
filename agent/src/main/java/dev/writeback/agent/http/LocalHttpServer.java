package dev.writeback.agent.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /metrics}, {@code /livez} and {@code /readyz}, and {@code PUT} of {@link Controls}, over plain HTTP/1.1,
 * meant for the loopback address.
 *
 * <p>Bounded so that nobody who can reach it can hurt: 64 connections, 8 KiB of headers, no bodies, one request per
 * connection, five seconds to ask and five to take the answer. Thread-safe.
 */
public final class LocalHttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalHttpServer.class);

    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADERS = 8192;
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    private final EventLoopGroup loop;
    private final Channel channel;

    private LocalHttpServer(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Starts listening.
     *
     * @param address port 0 lets the system choose one, see {@link #address()}
     * @param scrape the Prometheus text of now; must not block
     * @param readiness the readiness of now; must not block
     * @param controls what changes the agent
     * @throws IOException when the address cannot be bound, for example because it is in use
     */
    public static LocalHttpServer start(
            InetSocketAddress address, Supplier<String> scrape, Supplier<Readiness> readiness, Controls controls)
            throws IOException {
        return start(address, new Pages(scrape, readiness, controls), MOST_CONNECTIONS, LIFETIME);
    }

    static LocalHttpServer start(InetSocketAddress address, Pages pages, int mostConnections, Duration lifetime)
            throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("local-http", true), NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, mostConnections)
                .childHandler(connections(pages, mostConnections, lifetime))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(loop);
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new LocalHttpServer(loop, bound.channel());
    }

    private static ChannelInitializer<Channel> connections(Pages pages, int mostConnections, Duration lifetime) {
        ConnectionLimit limit = new ConnectionLimit(mostConnections);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                HttpDecoderConfig limits = new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LARGEST_HEADERS);
                connection
                        .pipeline()
                        .addLast(limit)
                        .addLast(new HttpServerCodec(limits))
                        .addLast(new RequestHandler(pages, lifetime));
            }
        };
    }

    /** Where it listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
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
        channel.close().awaitUninterruptibly();
        stop(loop);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
