package dev.writeback.agent.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where there are too many connections the oldest that has not asked yet gives way: whoever opens many and asks nothing keeps
 * nobody else out. When all have asked, the newest is closed. Used by the one event loop thread alone.
 */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Boolean> ASKED = AttributeKey.valueOf(ConnectionLimit.class, "asked");

    private final int most;
    private final Set<Channel> open = new LinkedHashSet<>();

    ConnectionLimit(int most) {
        this.most = most;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (open.size() >= most && !madeRoom()) {
            context.close();
            return;
        }
        Channel mine = context.channel();
        open.add(mine);
        mine.closeFuture().addListener(closed -> open.remove(mine));
        context.fireChannelActive();
    }

    private boolean madeRoom() {
        Optional<Channel> oldest =
                open.stream().filter(one -> !one.hasAttr(ASKED)).findFirst();
        oldest.ifPresent(one -> {
            open.remove(one);
            one.close();
        });
        return oldest.isPresent();
    }

    /** The connection has asked: it is to have its answer. */
    static void asked(Channel connection) {
        connection.attr(ASKED).set(true);
    }
}
