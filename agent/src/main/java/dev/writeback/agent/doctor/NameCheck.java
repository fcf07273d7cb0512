package dev.writeback.agent.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a host name has an address (A and AAAA records, the hosts file, whatever this host asks). */
final class NameCheck {
    private static final String NAME = "name";

    private NameCheck() {}

    /**
     * @param advice what to do when it has none
     * @return empty for what is an address itself
     */
    static Optional<Check> of(String host, String advice) {
        if (host.contains(":") || host.matches("[0-9.]+")) {
            return Optional.empty();
        }
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> (address instanceof Inet6Address ? "AAAA " : "A ") + address.getHostAddress())
                    .collect(Collectors.joining(", "));
            return Optional.of(Check.ok(NAME, host + " has " + addresses));
        } catch (UnknownHostException e) {
            return Optional.of(Check.failure(NAME, "the name " + host + " has no address (A, AAAA)", advice));
        }
    }
}
