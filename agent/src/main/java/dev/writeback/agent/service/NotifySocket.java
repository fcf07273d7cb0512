package dev.writeback.agent.service;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A datagram socket of the family AF_UNIX, which Java has none of (JDK-8297837). The constants are those of Linux, the only
 * system with such a service manager. Thread-safe; stays open as long as the process.
 */
final class NotifySocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** sockaddr_un: two bytes of the family, then the path. */
    private static final int PATH_AT = 2;

    private static final int LONGEST_PATH = 107;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Function sendTo;
    private final int descriptor;
    private final Memory address;

    private NotifySocket(Function sendTo, int descriptor, Memory address) {
        this.sendTo = sendTo;
        this.descriptor = descriptor;
        this.address = address;
    }

    /**
     * Makes a socket that sends to another one.
     *
     * @param name the path of the other, or with {@code @} in front its name in the abstract space
     * @throws IOException when the name is of another kind, or the system gives no socket
     */
    static NotifySocket to(String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (!name.startsWith("/") && !name.startsWith("@") || path.length < 2 || path.length > LONGEST_PATH) {
            throw new IOException("NOTIFY_SOCKET: found '" + name + "'; accepted: a path, or @ and a name");
        }
        if (name.startsWith("@")) {
            path[0] = 0;
        }
        Memory address = new Memory((long) PATH_AT + path.length);
        address.setShort(0, (short) AF_UNIX);
        address.write(PATH_AT, path, 0, path.length);
        try {
            NativeLibrary c = NativeLibrary.getInstance("c");
            int descriptor = function(c, "socket").invokeInt(new Object[] {AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0});
            // A struct timeval. A service manager that does not read must not stop the thread that tells it something.
            try (Memory patience = new Memory(2L * Long.BYTES)) {
                patience.setLong(0, PATIENCE.toSeconds());
                patience.setLong(Long.BYTES, 0);
                function(c, "setsockopt")
                        .invokeInt(new Object[] {descriptor, SOL_SOCKET, SO_SNDTIMEO, patience, (int) patience.size()});
            }
            return new NotifySocket(function(c, "sendto"), descriptor, address);
        } catch (LastErrorException | UnsatisfiedLinkError e) {
            throw new IOException("no socket to " + name + ": " + e.getMessage(), e);
        }
    }

    private static Function function(NativeLibrary library, String name) {
        return library.getFunction(name, Function.THROW_LAST_ERROR);
    }

    /** Sends the lines as one datagram. */
    void send(List<String> lines) throws IOException {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try (Memory message = new Memory(text.length)) {
            message.write(0, text, 0, text.length);
            sendTo.invokeInt(
                    new Object[] {descriptor, message, (long) text.length, MSG_NOSIGNAL, address, (int) address.size()
                    });
        } catch (LastErrorException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
