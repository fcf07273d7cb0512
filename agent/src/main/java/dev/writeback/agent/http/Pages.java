package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which page answers which request. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private static final String COMPONENT = "/readyz/";

    private final Function<String, String> scrape;
    private final Supplier<Readiness> readiness;
    private final Controls controls;
    private final StatusPages status;

    /**
     * @param scrape gives the metrics in the form of that content type
     */
    Pages(Function<String, String> scrape, Supplier<Readiness> readiness, Controls controls, StatusPages status) {
        this.scrape = scrape;
        this.readiness = readiness;
        this.controls = controls;
        this.status = status;
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
        boolean control = controls.has(path);
        if (!isAllowed(request.method(), control)) {
            return now(Page.methodNotAllowed(control ? HttpMethod.PUT.name() : Page.USUAL_METHOD));
        }
        try {
            return control ? control(request, path).exceptionally(Pages::failed) : now(byPath(path, request));
        } catch (RuntimeException e) {
            return now(failed(e));
        }
    }

    private static boolean isAllowed(HttpMethod method, boolean control) {
        return control
                ? method.equals(HttpMethod.PUT)
                : method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
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

    private Page byPath(String path, HttpRequest request) {
        return switch (path) {
            case "/metrics" -> metrics(request);
            case "/livez" -> Page.text(HttpResponseStatus.OK);
            case "/readyz" -> isVerbose(request) ? Page.verbose(readiness.get()) : Page.readiness(readiness.get());
            default ->
                path.startsWith(COMPONENT)
                        ? component(path.substring(COMPONENT.length()), isVerbose(request))
                        : status.at(path).orElseGet(() -> Page.text(HttpResponseStatus.NOT_FOUND));
        };
    }

    private Page metrics(HttpRequest request) {
        ExpositionFormat format =
                ExpositionFormat.of(String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT)));
        return Page.metrics(format, scrape.apply(format.contentType()));
    }

    private Page component(String name, boolean verbose) {
        return readiness
                .get()
                .component(name)
                .map(component -> Page.component(component, verbose))
                .orElseGet(() -> Page.text(HttpResponseStatus.NOT_FOUND));
    }

    static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** As Kubernetes has it: {@code ?verbose}, with or without a value. */
    private static boolean isVerbose(HttpRequest request) {
        String uri = request.uri();
        String query = uri.substring(path(uri).length());
        return query.matches("\\?(.*&)?verbose([=&].*)?");
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
