package dev.writeback.sandbox.servicebus.access;

import java.util.Locale;

/** The path of an entity, out of the several forms in which clients write addresses. */
public final class EntityPath {
    private EntityPath() {}

    /** {@code amqps://host:port/requests/} and {@code requests} both become {@code requests}; lower case. */
    public static String of(String address) {
        String path = address;
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : path.substring(slash);
        }
        int start = path.startsWith("/") ? 1 : 0;
        int end = path.endsWith("/") && path.length() > start ? path.length() - 1 : path.length();
        return path.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** Whether a token for {@code granted} covers {@code wanted}: the same path or one below it. */
    static boolean covers(String granted, String wanted) {
        return granted.isEmpty() || wanted.equals(granted) || wanted.startsWith(granted + "/");
    }

    /** The queue that a path belongs to: without {@code /$management} or {@code /$deadletterqueue}. */
    public static String queueOf(String path) {
        int dollar = path.indexOf("/$");
        return dollar < 0 ? path : path.substring(0, dollar);
    }
}
