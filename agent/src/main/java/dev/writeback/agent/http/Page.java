package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What is answered to one request.
 *
 * @param allow the method of that path, for an answer to another one
 */
record Page(HttpResponseStatus status, String contentType, String body, String allow) {
    private static final String USUAL_METHOD = "GET";

    private static final String JSON = "application/json";

    private static final String TEXT = "text/plain; charset=utf-8";

    static Page text(HttpResponseStatus status) {
        return new Page(status, TEXT, status.reasonPhrase() + "\n", USUAL_METHOD);
    }

    static Page methodNotAllowed(String allowed) {
        HttpResponseStatus status = HttpResponseStatus.METHOD_NOT_ALLOWED;
        return new Page(status, TEXT, status.reasonPhrase() + "\n", allowed);
    }

    static Page metrics(String scrape) {
        return new Page(HttpResponseStatus.OK, "text/plain; version=0.0.4; charset=utf-8", scrape, USUAL_METHOD);
    }

    /** What a control answers. */
    static Page done(String json) {
        return new Page(HttpResponseStatus.OK, JSON, json, USUAL_METHOD);
    }

    static Page readiness(Readiness readiness) {
        HttpResponseStatus status = readiness.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        return new Page(status, JSON, readiness.json(), USUAL_METHOD);
    }
}
