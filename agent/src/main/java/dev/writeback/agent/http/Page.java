package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What is answered to one request.
 *
 * @param allow the method of that path, for an answer to another one
 */
record Page(HttpResponseStatus status, String contentType, String body, String allow) {
    static final String USUAL_METHOD = "GET, HEAD";

    static final String JSON = "application/json";

    static final String HTML = "text/html; charset=utf-8";

    /** For the status page: its own script, style and document, a picture within it, and nothing else from anywhere. */
    private static final String OF_HTML = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String TEXT = "text/plain; charset=utf-8";

    static Page text(HttpResponseStatus status) {
        return new Page(status, TEXT, status.reasonPhrase() + "\n", USUAL_METHOD);
    }

    static Page methodNotAllowed(String allowed) {
        HttpResponseStatus status = HttpResponseStatus.METHOD_NOT_ALLOWED;
        return new Page(status, TEXT, status.reasonPhrase() + "\n", allowed);
    }

    static Page metrics(ExpositionFormat format, String scrape) {
        return of(format.contentType(), scrape);
    }

    static Page of(String contentType, String body) {
        return new Page(HttpResponseStatus.OK, contentType, body, USUAL_METHOD);
    }

    /** What a browser may load for it. */
    String contentSecurityPolicy() {
        return contentType.equals(HTML) ? OF_HTML : "default-src 'none'; frame-ancestors 'none'";
    }

    /** What a control answers. */
    static Page done(String json) {
        return of(JSON, json);
    }

    static Page readiness(Readiness readiness) {
        return new Page(status(readiness.ready()), JSON, readiness.json(), USUAL_METHOD);
    }

    /** For a human: a line for each component. */
    static Page verbose(Readiness readiness) {
        return new Page(status(readiness.ready()), TEXT, ReadinessText.of(readiness), USUAL_METHOD);
    }

    static Page component(Readiness.Component component, boolean verbose) {
        return new Page(
                status(component.ready()),
                verbose ? TEXT : JSON,
                verbose ? ReadinessText.of(component) : ReadinessJson.of(component),
                USUAL_METHOD);
    }

    private static HttpResponseStatus status(boolean ready) {
        return ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    }
}
