package dev.writeback.it.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One direction of a connection: what has come and may not leave yet, in order. On the proxy's event loop only. */
final class Lane {
    private static final int LONGEST_RECORD = 1 << 16;
    private static final int LENGTH_AT = 3;
    private static final int LENGTH_BYTES = 2;

    private record Parcel(Optional<ByteBuf> record, long leavesAt) {}

    private final Channel to;
    private final LineState line;
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private long lastLeavesAt = Long.MIN_VALUE;

    /** @param arrival is given each whole record of TLS, which is then its own, and at the end nothing */
    Lane(Channel from, Channel to, LineState line, Consumer<Optional<ByteBuf>> arrival) {
        this.to = to;
        this.line = line;
        from.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(LONGEST_RECORD, LENGTH_AT, LENGTH_BYTES))
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object record) {
                        arrival.accept(Optional.of((ByteBuf) record));
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                        arrival.accept(Optional.empty());
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        context.close();
                    }
                });
    }

    void add(ByteBuf record) {
        lastLeavesAt = line.leavesAt(lastLeavesAt, record.readableBytes());
        enqueue(new Parcel(Optional.of(record), lastLeavesAt));
    }

    /** What has come still goes out; then this way is closed. */
    void end() {
        enqueue(new Parcel(Optional.empty(), lastLeavesAt));
    }

    private void enqueue(Parcel parcel) {
        parcels.add(parcel);
        passOn();
    }

    int waiting() {
        return parcels.size();
    }

    void passOn() {
        while (!line.stalled && !parcels.isEmpty()) {
            long wait = parcels.element().leavesAt() - System.nanoTime();
            if (wait > 0) {
                var unused = to.eventLoop().schedule(this::passOn, wait, TimeUnit.NANOSECONDS);
                return;
            }
            Optional<ByteBuf> record = parcels.remove().record();
            if (record.isPresent()) {
                to.writeAndFlush(record.get());
            } else {
                to.write(to.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
                to.flush();
            }
        }
    }
}
