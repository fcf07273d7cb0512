package dev.writeback.directory.dns;

/**
 * One SRV record (RFC 2782).
 *
 * @param priority the lowest is asked first
 * @param weight share of the first place among equals, 0 to 65535
 * @param host the target, without the dot at its end
 * @param port of the service
 */
public record ServiceRecord(int priority, int weight, String host, int port) {}
