package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which page answers which request. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private static final String STANDBY_ON = "/standby/on";
    private static final String STANDBY_OFF = "/standby/off";

    private final Supplier<String> scrape;
    private final Supplier<Readiness> readiness;
    private final StandbyControl standby;

    Pages(Supplier<String> scrape, Supplier<Readiness> readiness, StandbyControl standby) {
        this.scrape = scrape;
        this.readiness = readiness;
        this.standby = standby;
    }

    Page answer(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Page.text(malformed(request.decoderResult().cause()));
        }
        if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) != 0) {
            return Page.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        String path = path(request.uri());
        boolean control = path.equals(STANDBY_ON) || path.equals(STANDBY_OFF);
        HttpMethod method = control ? HttpMethod.PUT : HttpMethod.GET;
        if (!request.method().equals(method)) {
            return Page.methodNotAllowed(method.name());
        }
        try {
            return control ? control(request, path.equals(STANDBY_ON)) : byPath(path);
        } catch (RuntimeException e) {
            // The endpoint is an observer: whatever fails in it must not end its thread, nor show itself to the client.
            LOG.atWarn()
                    .setMessage("The local endpoint could not answer")
                    .setCause(e)
                    .log();
            return Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private Page control(HttpRequest request, boolean on) {
        if (!standby.isAllowed(request)) {
            return Page.text(HttpResponseStatus.UNAUTHORIZED);
        }
        standby.set(on);
        return Page.readiness(readiness.get());
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
