package dev.writeback.it.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bad line to a TLS server on loopback. It passes the records of TLS on as they are, one by one, and can at any time be
 * slow, stand still, break, or damage what it carries. Thread-safe; each call has taken effect when it returns.
 */
public final class FaultProxy implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final LineState line = new LineState();
    /** On the event loop only, as everything below. */
    private final List<ProxiedConnection> connections = new ArrayList<>();

    private int target;
    private int port;
    private @Nullable Channel listener;

    private FaultProxy(int target) {
        this.target = target;
    }

    /** A line to that port of 127.0.0.1, in order. */
    public static FaultProxy before(int target) {
        FaultProxy proxy = new FaultProxy(target);
        proxy.listen();
        return proxy;
    }

    /** Where clients connect; it stays the same. */
    public int port() {
        return call(() -> port);
    }

    /** Opens the port again after {@link #refuse}. */
    public void listen() {
        ChannelFuture bound = call(() -> new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        connect(client);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        Channel open = bound.syncUninterruptibly().channel();
        run(() -> {
            listener = open;
            port = ((InetSocketAddress) open.localAddress()).getPort();
        });
    }

    private void connect(SocketChannel client) {
        ProxiedConnection connection = new ProxiedConnection(client, line, connections::remove);
        connections.add(connection);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel server) {
                        connection.join(server);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        connection.begin();
                    } else {
                        connection.reset();
                    }
                });
    }

    /** Closes the port: new connections are refused. Those that exist stay. */
    public void refuse() {
        Channel open = call(() -> {
            Channel was = listener;
            listener = null;
            return was;
        });
        if (open != null) {
            ChannelFuture closed = open.close();
            if (!loop.inEventLoop()) {
                closed.syncUninterruptibly();
            }
        }
    }

    /** New connections go to another server. */
    public void redirect(int newTarget) {
        run(() -> target = newTarget);
    }

    /** Ends every connection with a RST to both sides. */
    public void reset() {
        run(() -> List.copyOf(connections).forEach(ProxiedConnection::reset));
    }

    /** Every connection that exists goes dead: nothing passes any more, and neither side is told. */
    public void silence() {
        run(() -> connections.forEach(ProxiedConnection::silence));
    }

    /** Both directions stand still, on new connections too; what is sent is kept, and so is the end of a connection. */
    public void stall() {
        run(() -> line.stalled = true);
    }

    /** What was kept goes on its way, in order. */
    public void resume() {
        run(() -> {
            line.stalled = false;
            List.copyOf(connections).forEach(ProxiedConnection::passOn);
        });
    }

    /** From now on each record is so late, in each direction. */
    public void delay(Duration each) {
        run(() -> line.delayNanos = each.toNanos());
    }

    /** From now on each direction of a connection carries so many bytes in a second; 0 for as many as there are. */
    public void limit(int bytesPerSecond) {
        run(() -> line.bytesPerSecond = bytesPerSecond);
    }

    /** Shows the client's {@code n}-th record from now on one connection to {@code watch}, before it is passed on. Once. */
    void onRecord(int n, Consumer<ProxiedConnection> watch) {
        run(() -> line.watch(Direction.TO_SERVER, n, watch));
    }

    /** As {@link #onRecord}, for what the server sends. */
    void onAnswer(int n, Consumer<ProxiedConnection> watch) {
        run(() -> line.watch(Direction.TO_CLIENT, n, watch));
    }

    /** The most records that one connection has carried since the watch was set. */
    public int records() {
        return call(line::watched);
    }

    /** How many records wait while the line stands still. */
    public int held() {
        return call(
                () -> connections.stream().mapToInt(ProxiedConnection::waiting).sum());
    }

    /** How many connections were ended by the client, whether the server knows it yet or not. */
    public int leftByClient() {
        return call(() -> line.leftByClient);
    }

    /** Does that after a while; completes when it is done. */
    public CompletableFuture<Void> after(Duration wait, Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = loop.schedule(
                () -> {
                    action.run();
                    done.complete(null);
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
        return done;
    }

    private void run(Runnable change) {
        call(() -> {
            change.run();
            return true;
        });
    }

    private <T> T call(Callable<T> question) {
        try {
            return loop.inEventLoop()
                    ? question.call()
                    : loop.submit(question).syncUninterruptibly().getNow();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        refuse();
        reset();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
