package dev.writeback.sandbox.servicebus.amqp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Acknowledges TCP segments at once.
 *
 * <p>The Azure client leaves Nagle's algorithm on, and Linux delays acknowledgements: together they add 40 ms to small
 * exchanges. Linux forgets TCP_QUICKACK, so it is set again on each read.
 */
public final class QuickAck extends ChannelInboundHandlerAdapter {
    private static final boolean SUPPORTED = supported();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (SUPPORTED) {
            context.channel().config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK), true);
        }
        context.fireChannelRead(message);
    }

    private static boolean supported() {
        try (SocketChannel probe = SocketChannel.open()) {
            return probe.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        } catch (IOException e) {
            return false;
        }
    }
}
