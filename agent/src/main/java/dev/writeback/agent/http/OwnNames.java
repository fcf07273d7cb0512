package dev.writeback.agent.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * By which names this machine may ask where no token is wanted: {@code localhost} and loopback addresses. A foreign web page
 * can have its own name lead here (DNS rebinding), and would then read in an administrator's browser what only this machine is
 * to read; its name is not one of these. Whoever names no host at all is no browser.
 */
final class OwnNames {
    private OwnNames() {}

    static boolean include(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        return hosts.isEmpty() || (hosts.size() == 1 && isOwn(withoutPort(hosts.get(0))));
    }

    private static boolean isOwn(String host) {
        if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
            return true;
        }
        String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Any port: a tunnel has another one. */
    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.indexOf(']') > colon ? host : host.substring(0, colon);
    }
}
