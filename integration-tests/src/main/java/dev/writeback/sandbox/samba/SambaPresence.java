package dev.writeback.sandbox.samba;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether a {@link SambaServer} can run on this machine, and where. */
public final class SambaPresence {
    private static final List<String> COMMANDS =
            List.of("samba", "samba-tool", "openssl", "ldapsearch", "setsid", "bash");
    private static final List<Integer> PORTS = List.of(389, 636, 88, 53);

    private SambaPresence() {}

    /** Why it cannot run; empty when it can. */
    public static Optional<String> obstacle() {
        List<String> missing = COMMANDS.stream()
                .filter(command -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                        .noneMatch(folder -> Files.isExecutable(Path.of(folder, command))))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of("the commands " + missing + " are missing (packages: see samba/samba-ad.sh)");
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("it needs root, for ports 389 and 636");
    }

    /**
     * The first address of 127.0.77.0/24 whose ports are free.
     *
     * @throws IllegalStateException when there is none
     */
    public static String freeAddress() {
        return freeAddresses("127.0.77.", 1).get(0);
    }

    /**
     * The first addresses of a network whose ports are free.
     *
     * @param network its first three numbers, with a dot behind each
     * @throws IllegalStateException when there are not so many
     */
    public static List<String> freeAddresses(String network, int number) {
        List<String> free = IntStream.range(1, 255)
                .mapToObj(last -> network + last)
                .filter(SambaPresence::isFree)
                .limit(number)
                .toList();
        if (free.size() < number) {
            throw new IllegalStateException("the ports " + PORTS + " are taken on every address");
        }
        return free;
    }

    private static boolean isFree(String address) {
        return PORTS.stream().allMatch(port -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
