package dev.writeback.sandbox.servicebus.amqp;

import dev.writeback.sandbox.servicebus.access.EntityPath;
import dev.writeback.sandbox.servicebus.access.Right;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.List;
import java.util.Set;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.EngineFactory;
import org.apache.qpid.protonj2.engine.sasl.SaslOutcome;
import org.apache.qpid.protonj2.engine.sasl.SaslServerContext;
import org.apache.qpid.protonj2.engine.sasl.SaslServerListener;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.transport.AMQPHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: moves bytes between Netty and the AMQP engine, and hands attaches to {@link LinkAttach}. */
public final class AmqpConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
    private static final int MAX_FRAME_BYTES = 65536;
    private static final int IDLE_TIMEOUT_MILLIS = 120_000;
    private static final int SESSION_WINDOW_BYTES = 8 << 20;

    private final LinkAttach attach;
    private final Engine engine = EngineFactory.PROTON.createEngine();

    public AmqpConnection(Endpoint endpoint) {
        this.attach = new LinkAttach(endpoint);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        engine.outputHandler((ProtonBuffer bytes, Runnable written) -> {
            context.writeAndFlush(Unpooled.wrappedBuffer(MessageCodec.bytes(bytes)), context.voidPromise());
            bytes.close();
            if (written != null) {
                written.run();
            }
        });
        engine.errorHandler(failed -> {
            LOG.atDebug()
                    .setMessage("AMQP engine failed")
                    .setCause(failed.failureCause())
                    .log();
            context.close();
        });
        engine.saslDriver().server().setListener(new TokensComeLater());
        Connection connection = engine.connection();
        connection.openHandler(opened -> opened.setContainerId("embedded-service-bus")
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setIdleTimeout(IDLE_TIMEOUT_MILLIS)
                .open());
        connection.closeHandler(closed -> {
            closed.close();
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        });
        connection.sessionOpenHandler(session -> {
            session.setIncomingCapacity(SESSION_WINDOW_BYTES);
            session.closeHandler(closed -> closed.close());
            session.open();
        });
        connection.receiverOpenHandler(attach::onSender);
        connection.senderOpenHandler(attach::onReceiver);
        connection.transactionManagerOpenHandler(manager -> {
            manager.setCondition(AmqpFault.notImplemented("A transaction").toErrorCondition());
            manager.open();
            manager.close();
        });
        engine.start().tickAuto(context.channel().eventLoop());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        engine.ingest(MessageCodec.buffer(copy));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        attach.connectionLost();
        if (engine.isRunning()) {
            engine.shutdown();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().setMessage("connection failed").setCause(cause).log();
        context.close();
    }

    /** Detaches the links that live on a token that has ended. */
    public void expireTokens() {
        attach.expireTokens();
    }

    /** @return how many links to {@code queue} were detached */
    public int detach(String queue, Set<Right> rights, AmqpFault fault) {
        return attach.detach(EntityPath.of(queue), rights, fault);
    }

    /** Everybody may open a connection, as with Service Bus; what counts is the token put to {@code $cbs}. */
    private static final class TokensComeLater implements SaslServerListener {
        private static final String[] MECHANISMS = {"MSSBCBS", "ANONYMOUS"};

        @Override
        public void handleSaslHeader(SaslServerContext context, AMQPHeader header) {
            context.sendMechanisms(MECHANISMS);
        }

        @Override
        public void handleSaslInit(SaslServerContext context, Symbol mechanism, ProtonBuffer response) {
            boolean known = List.of(MECHANISMS).contains(mechanism.toString());
            context.sendOutcome(known ? SaslOutcome.SASL_OK : SaslOutcome.SASL_AUTH, null);
        }

        @Override
        public void handleSaslResponse(SaslServerContext context, ProtonBuffer response) {
            context.sendOutcome(SaslOutcome.SASL_AUTH, null);
        }
    }
}
