package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What is answered to one request. */
record Page(HttpResponseStatus status, String contentType, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Page text(HttpResponseStatus status) {
        return new Page(status, TEXT, status.reasonPhrase() + "\n");
    }

    static Page metrics(String scrape) {
        return new Page(HttpResponseStatus.OK, "text/plain; version=0.0.4; charset=utf-8", scrape);
    }

    static Page readiness(Readiness readiness) {
        HttpResponseStatus status = readiness.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        return new Page(status, "application/json", ReadinessJson.of(readiness));
    }
}
