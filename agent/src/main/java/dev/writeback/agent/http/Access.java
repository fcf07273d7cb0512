package dev.writeback.agent.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who may ask for what, before any page is looked for. Thread-safe.
 *
 * <ul>
 *   <li>{@code /livez} is open to all: it says nothing but that the process runs.
 *   <li>Controls are there for this machine alone, and want a token of their own.
 *   <li>All else wants the token of the endpoint where there is one; on this machine that of the controls will do as well.
 *       Without a token it is for this machine alone, and not for a web page that a browser here has loaded under a name
 *       that now leads here (DNS rebinding).
 * </ul>
 */
final class Access {
    private final Controls controls;
    private final Optional<ReadToken> token;

    Access(Controls controls, Optional<ReadToken> token) {
        this.controls = controls;
        this.token = token;
    }

    /** Whether both ends of the connection are loopback addresses: those of this machine alone. */
    static boolean isOfThisMachine(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress peer
                && connection.localAddress() instanceof InetSocketAddress here
                && peer.getAddress().isLoopbackAddress()
                && here.getAddress().isLoopbackAddress();
    }

    /** What is answered in place of the page; empty when it may be given. */
    Optional<Page> refusal(HttpRequest request, boolean ofThisMachine) {
        String path = Pages.path(request.uri());
        if (request.decoderResult().isFailure() || path.equals("/livez")) {
            return Optional.empty();
        }
        if (controls.has(path)) {
            return ofThisMachine ? Optional.empty() : Optional.of(Page.text(HttpResponseStatus.NOT_FOUND));
        }
        if (token.isPresent()) {
            boolean shown = token.get().isShownBy(request) || ofThisMachine && controls.isAllowed(request);
            return shown ? Optional.empty() : Optional.of(Page.text(HttpResponseStatus.UNAUTHORIZED));
        }
        if (!ofThisMachine) {
            return Optional.of(Page.text(HttpResponseStatus.FORBIDDEN));
        }
        return OwnNames.include(request)
                ? Optional.empty()
                : Optional.of(Page.text(HttpResponseStatus.MISDIRECTED_REQUEST));
    }
}
