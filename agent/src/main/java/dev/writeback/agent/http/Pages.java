package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which page answers which request. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final Supplier<String> scrape;
    private final Supplier<Readiness> readiness;
    private final Controls controls;

    Pages(Supplier<String> scrape, Supplier<Readiness> readiness, Controls controls) {
        this.scrape = scrape;
        this.readiness = readiness;
        this.controls = controls;
    }

    /** Comes at once, but for a control. Never fails. */
    CompletionStage<Page> answer(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return now(Page.text(malformed(request.decoderResult().cause())));
        }
        if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) != 0) {
            return now(Page.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE));
        }
        String path = path(request.uri());
        HttpMethod method = controls.has(path) ? HttpMethod.PUT : HttpMethod.GET;
        if (!request.method().equals(method)) {
            return now(Page.methodNotAllowed(method.name()));
        }
        try {
            return controls.has(path) ? control(request, path).exceptionally(Pages::failed) : now(byPath(path));
        } catch (RuntimeException e) {
            return now(failed(e));
        }
    }

    private static CompletionStage<Page> now(Page page) {
        return CompletableFuture.completedFuture(page);
    }

    private CompletionStage<Page> control(HttpRequest request, String path) {
        if (!controls.isAllowed(request)) {
            return now(Page.text(HttpResponseStatus.UNAUTHORIZED));
        }
        return controls.run(path).thenApply(Page::done);
    }

    /** The endpoint is an observer: whatever fails in it must not end its thread, nor show itself to the client. */
    private static Page failed(Throwable e) {
        LOG.atWarn()
                .setMessage("The local endpoint could not answer")
                .setCause(e)
                .log();
        return Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR);
    }

    private Page byPath(String path) {
        return switch (path) {
            case "/metrics" -> Page.metrics(scrape.get());
            case "/livez" -> Page.text(HttpResponseStatus.OK);
            case "/readyz" -> Page.readiness(readiness.get());
            default -> Page.text(HttpResponseStatus.NOT_FOUND);
        };
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static HttpResponseStatus malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
        }
        return HttpResponseStatus.BAD_REQUEST;
    }
}
