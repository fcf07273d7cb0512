package dev.writeback.agent.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers the first request of a connection and closes it; closes it anyway when the client's time is over. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final Access access;
    private final Pages pages;
    private final Duration lifetime;
    private boolean answered;
    private @Nullable Future<?> end;

    /**
     * @param lifetime of a connection until the client has asked, and again from the answer until the client has it: one
     *     that sends a byte now and then is never idle, but it is slow
     */
    RequestHandler(Access access, Pages pages, Duration lifetime) {
        this.access = access;
        this.pages = pages;
        this.lifetime = lifetime;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        end = closeInTime(context);
        context.fireChannelActive();
    }

    private Future<?> closeInTime(ChannelHandlerContext context) {
        var closing = context.executor().schedule(() -> context.close(), lifetime.toMillis(), TimeUnit.MILLISECONDS);
        context.channel().closeFuture().addListener(closed -> closing.cancel(false));
        return closing;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (answered || !(message instanceof HttpRequest request)) {
            return;
        }
        answered = true;
        ConnectionLimit.asked(context.channel());
        context.channel().config().setAutoRead(false);
        if (end != null) {
            end.cancel(false);
        }
        CompletionStage<Page> answer = access.refusal(request, Access.isOfThisMachine(context.channel()))
                .<CompletionStage<Page>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> pages.answer(request));
        var unused = answer.thenAccept(page -> {
            var unusedToo = closeInTime(context);
            context.writeAndFlush(response(context, page)).addListener(ChannelFutureListener.CLOSE);
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static FullHttpResponse response(ChannelHandlerContext context, Page page) {
        ByteBuf body = ByteBufUtil.writeUtf8(context.alloc(), page.body());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, page.contentSecurityPolicy());
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, page.allow());
        }
        if (page.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }
}
