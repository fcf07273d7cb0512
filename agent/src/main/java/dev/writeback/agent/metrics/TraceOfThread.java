package dev.writeback.agent.metrics;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the request that a thread is at work on, for exemplars. Requests without one leave none. Whether the cloud
 * keeps a trace does not matter: the log of either side has the id.
 */
final class TraceOfThread implements SpanContext {
    // 00-TRACE_ID-SPAN_ID-FLAGS, as the opener has checked it.
    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;
    private static final int SPAN_TO = 52;

    private final ThreadLocal<String> traceparent = new ThreadLocal<>();

    void enter(String trace) {
        if (trace.length() > SPAN_TO) {
            traceparent.set(trace);
        }
    }

    void leave() {
        traceparent.remove();
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        @Nullable String now = traceparent.get();
        return now == null ? null : now.substring(TRACE_FROM, TRACE_TO);
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        @Nullable String now = traceparent.get();
        return now == null ? null : now.substring(TRACE_TO + 1, SPAN_TO);
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return traceparent.get() != null;
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // There is no span of ours to mark.
    }
}
