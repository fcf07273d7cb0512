package dev.writeback.agent.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Closes every connection beyond the limit at once. Used by the one event loop thread alone. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final int most;
    private int open;

    ConnectionLimit(int most) {
        this.most = most;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (open >= most) {
            context.close();
            return;
        }
        open++;
        context.channel().closeFuture().addListener(closed -> open--);
        context.fireChannelActive();
    }
}
