package dev.writeback.it.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client with its way to the server and back. On the proxy's event loop only. */
final class ProxiedConnection {
    private enum Harm {
        NONE,
        FLIP,
        CUT
    }

    private final SocketChannel client;
    private final LineState line;
    private final Consumer<ProxiedConnection> onEnd;
    private @Nullable SocketChannel server;
    private @Nullable Lane toServer;
    private @Nullable Lane toClient;
    private Harm harm = Harm.NONE;
    private boolean silent;
    private boolean leftByServer;
    private boolean over;

    ProxiedConnection(SocketChannel client, LineState line, Consumer<ProxiedConnection> onEnd) {
        this.client = client;
        this.line = line;
        this.onEnd = onEnd;
    }

    /** The way is complete. */
    void join(SocketChannel reached) {
        server = reached;
        toServer = new Lane(client, reached, line, record -> arrived(Direction.TO_SERVER, record));
        toClient = new Lane(reached, client, line, record -> arrived(Direction.TO_CLIENT, record));
        client.closeFuture().addListener(closed -> finishIfClosed());
        reached.closeFuture().addListener(closed -> finishIfClosed());
    }

    void begin() {
        client.config().setAutoRead(true);
        if (server != null) {
            server.config().setAutoRead(true);
        }
    }

    /** Ends it with a RST to both sides. */
    void reset() {
        end(client);
        if (server != null) {
            end(server);
        }
        finish();
    }

    private static void end(SocketChannel side) {
        if (side.isOpen()) {
            side.config().setSoLinger(0);
            side.close();
        }
    }

    /** Nothing passes any more, and neither side is told. */
    void silence() {
        silent = true;
    }

    /** One bit of the record that is shown now is turned. */
    void flip() {
        harm = Harm.FLIP;
    }

    /** Half of the record that is shown now is passed on, then the connection is reset. */
    void cut() {
        harm = Harm.CUT;
    }

    void passOn() {
        if (toServer != null && toClient != null) {
            toServer.passOn();
            toClient.passOn();
        }
    }

    int waiting() {
        return toServer == null || toClient == null ? 0 : toServer.waiting() + toClient.waiting();
    }

    /** @param record empty for the end of what comes that way */
    private void arrived(Direction direction, Optional<ByteBuf> record) {
        if (record.isPresent()) {
            line.arrived(this, direction);
        } else if (direction == Direction.TO_CLIENT) {
            leftByServer = true;
        } else if (!leftByServer && !over) {
            line.leftByClient++;
        }
        if (silent || over) {
            record.ifPresent(ByteBuf::release);
            return;
        }
        Lane lane = direction == Direction.TO_SERVER ? toServer : toClient;
        if (lane == null) {
            return;
        }
        if (record.isEmpty()) {
            lane.end();
            return;
        }
        ByteBuf bytes = record.get();
        Harm due = harm;
        harm = Harm.NONE;
        switch (due) {
            case NONE -> lane.add(bytes);
            case FLIP -> {
                int last = bytes.writerIndex() - 1;
                bytes.setByte(last, bytes.getByte(last) ^ 1);
                lane.add(bytes);
            }
            case CUT -> {
                Channel to = direction == Direction.TO_SERVER ? server : client;
                ByteBuf half = bytes.readRetainedSlice(bytes.readableBytes() / 2);
                bytes.release();
                if (to != null) {
                    to.writeAndFlush(half).addListener(written -> reset());
                }
            }
        }
    }

    private void finishIfClosed() {
        if (!client.isOpen() && (server == null || !server.isOpen())) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            onEnd.accept(this);
        }
    }
}
