package dev.writeback.sandbox.servicebus;

import dev.writeback.sandbox.servicebus.Faults.NewConnections;
import dev.writeback.sandbox.servicebus.amqp.AmqpConnection;
import dev.writeback.sandbox.servicebus.amqp.Endpoint;
import dev.writeback.sandbox.servicebus.amqp.QuickAck;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The TCP port on loopback and the connections that came in through it. */
final class Listener {
    private final EventLoopGroup loop;
    private final Endpoint endpoint;
    private final SslContext tls;
    private final ChannelGroup channels;
    private volatile NewConnections mode = NewConnections.SERVED;
    private int port;
    private @Nullable Channel server;

    /** @param port 0 takes a free port at the first start, and the same one again later */
    Listener(EventLoopGroup loop, EventExecutor executor, Endpoint endpoint, SslContext tls, int port) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.tls = tls;
        this.port = port;
        this.channels = new DefaultChannelGroup(executor);
    }

    synchronized void start() {
        if (server != null) {
            return;
        }
        server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    private void accept(SocketChannel channel) {
        channels.add(channel);
        switch (mode) {
            case SERVED ->
                channel.pipeline()
                        .addLast(new QuickAck())
                        .addLast(tls.newHandler(channel.alloc()))
                        .addLast(new AmqpConnection(endpoint));
            case CLOSED -> channel.close();
            case STALLED -> channel.config().setAutoRead(false);
        }
    }

    synchronized void stop() {
        if (server != null) {
            server.close().syncUninterruptibly();
            server = null;
        }
        dropConnections();
    }

    synchronized int port() {
        return port;
    }

    void newConnections(NewConnections value) {
        mode = value;
    }

    void dropConnections() {
        channels.close().syncUninterruptibly();
    }

    Stream<AmqpConnection> connections() {
        return channels.stream()
                .map(channel -> channel.pipeline().get(AmqpConnection.class))
                .filter(Objects::nonNull);
    }
}
