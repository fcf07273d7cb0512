package dev.writeback.it.directory;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A server whose certificate is in order and whose answers are not: it passes every request on to a real one,
 * and spoils the answers of one kind on their way back.
 */
final class GarblingServer implements AutoCloseable {
    static final int BIND_RESPONSE = 0x61;
    static final int SEARCH_RESULT_ENTRY = 0x64;
    static final int MODIFY_RESPONSE = 0x67;
    static final int EXTENDED_RESPONSE = 0x78;

    /** How an answer is spoilt. */
    enum Garbage {
        NOISE,
        /** Good in form and success in content, but the answer to another kind of request. */
        WRONG_TYPE,
        /** The answer to a request that nobody made. */
        WRONG_ID,
        /** Half of it, then the end. */
        HALF,
        /** The beginning of an answer of two gigabytes. */
        ENDLESS
    }

    private final ServerSocket listener;
    private final SSLContext upstream;
    private final int port;
    private final int kind;
    private final Garbage garbage;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * @param own the certificate it shows
     * @param upstream trusts the real server
     * @param port of the real server on localhost
     * @param kind the tag of the answers that are spoilt
     */
    GarblingServer(SSLContext own, SSLContext upstream, int port, int kind, Garbage garbage) throws IOException {
        this.listener = own.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getByName("localhost"));
        this.upstream = upstream;
        this.port = port;
        this.kind = kind;
        this.garbage = garbage;
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = upstream.getSocketFactory().createSocket("localhost", port);
                sockets.addAll(List.of(client, server));
                daemon(() -> pass(client, server, false));
                daemon(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] message = message(in);
                boolean spoil = answers && (message[operationAt(message)] & 0xFF) == kind;
                out.write(spoil ? spoilt(message) : message);
                out.flush();
                if (spoil && garbage == Garbage.HALF) {
                    return;
                }
            }
        } catch (IOException e) {
            sockets.remove(from);
        }
    }

    private byte[] spoilt(byte[] message) {
        return switch (garbage) {
            case NOISE -> {
                byte[] noise = new byte[64];
                new Random(1).nextBytes(noise);
                yield noise;
            }
            case WRONG_TYPE -> {
                byte[] other = message.clone();
                other[operationAt(message)] = 0x65;
                yield other;
            }
            case WRONG_ID -> {
                byte[] other = message.clone();
                other[operationAt(message) - 1] ^= 0x40;
                yield other;
            }
            case HALF -> Arrays.copyOf(message, message.length / 2);
            case ENDLESS -> new byte[] {0x30, (byte) 0x84, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x02, 0x01};
        };
    }

    /** RFC 4511, 4.1.1: a sequence of the message's number and its operation. */
    private static int operationAt(byte[] message) {
        int content = 2 + ((message[1] & 0x80) == 0 ? 0 : message[1] & 0x7F);
        return content + 2 + message[content + 1];
    }

    private static byte[] message(DataInputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(in.readUnsignedByte());
        int length = in.readUnsignedByte();
        message.write(length);
        if ((length & 0x80) != 0) {
            int octets = length & 0x7F;
            length = 0;
            for (int i = 0; i < octets; i++) {
                int octet = in.readUnsignedByte();
                message.write(octet);
                length = length << 8 | octet;
            }
        }
        byte[] content = new byte[length];
        in.readFully(content);
        message.write(content);
        return message.toByteArray();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "garbling-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            sockets.clear();
        }
    }
}
