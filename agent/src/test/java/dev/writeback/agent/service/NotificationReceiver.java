package dev.writeback.agent.service;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;

/** The socket of a service manager: whole datagrams, in their order. Each is waited for five seconds at most. */
final class NotificationReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int LARGEST = 4096;

    private final int descriptor;

    private NotificationReceiver(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Binds a path, or with {@code @} in front a name in the abstract space. */
    static NotificationReceiver at(String name) {
        int descriptor = call("socket", AF_UNIX, SOCK_DGRAM, 0);
        byte[] path = name.replaceFirst("^@", "\0").getBytes(StandardCharsets.UTF_8);
        try (Memory address = new Memory(2L + path.length);
                Memory patience = new Memory(16)) {
            address.setShort(0, (short) AF_UNIX);
            address.write(2, path, 0, path.length);
            call("bind", descriptor, address, (int) address.size());
            patience.setLong(0, 5);
            patience.setLong(8, 0);
            call("setsockopt", descriptor, SOL_SOCKET, SO_RCVTIMEO, patience, (int) patience.size());
        }
        return new NotificationReceiver(descriptor);
    }

    String next() {
        try (Memory message = new Memory(LARGEST)) {
            int length = call("recv", descriptor, message, (long) LARGEST, 0);
            return new String(message.getByteArray(0, length), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        call("close", descriptor);
    }

    private static int call(String name, Object... arguments) {
        return NativeLibrary.getInstance("c")
                .getFunction(name, Function.THROW_LAST_ERROR)
                .invokeInt(arguments);
    }
}
