package dev.writeback.it.directory;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and an LDAPS server, passes TLS on untouched, and can act on the client's n-th record from now:
 * the client sends each LDAP request as one record.
 */
final class TlsTap implements AutoCloseable {
    /** What to do with a record of the client. */
    enum Fate {
        PASS,
        /** Pass it on, wait until it must have been worked on, and close both sides before an answer gets through. */
        PASS_AND_CUT,
        /** Pass it on, and lose all that follows from either side, the end of the connection as well. */
        PASS_AND_FALL_SILENT
    }

    interface Watch {
        Fate record() throws IOException;
    }

    private static final int HEADER = 5;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger remaining = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Watch watch = () -> Fate.PASS;
    private volatile boolean mute;

    /** Listens at any free port. */
    TlsTap(String host, int port) throws IOException {
        this(host, port, 0);
    }

    /** Listens on the address that the host resolves to, so that the certificate's name still holds. */
    TlsTap(String host, int port, int ownPort) throws IOException {
        server = new InetSocketAddress(host, port);
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName(host), ownPort));
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Calls {@code watch} with the client's {@code n}-th record from now, before it is passed on. */
    void onRecord(int n, Watch watch) {
        this.watch = watch;
        records.set(0);
        remaining.set(n);
    }

    /** Records of the client since {@link #onRecord}. */
    int records() {
        return records.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                sockets.addAll(List.of(client, upstream));
                daemon(() -> toServer(client, upstream));
                daemon(() -> toClient(upstream, client));
            }
        } catch (IOException e) {
            closeAll();
        }
    }

    private void toServer(Socket client, Socket upstream) {
        try (client;
                upstream) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = upstream.getOutputStream();
            while (true) {
                byte[] record = record(in);
                records.incrementAndGet();
                boolean chosen = remaining.getAndUpdate(n -> Math.max(n - 1, 0)) == 1;
                Fate fate = chosen ? watch.record() : Fate.PASS;
                mute = fate != Fate.PASS;
                out.write(record);
                out.flush();
                if (fate == Fate.PASS_AND_CUT) {
                    Thread.sleep(300);
                    return;
                }
                if (fate == Fate.PASS_AND_FALL_SILENT) {
                    closed.await();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            mute = false;
        }
    }

    private void toClient(Socket upstream, Socket client) {
        try (client;
                upstream) {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!mute) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            mute = false;
        }
    }

    private static byte[] record(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        int length = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
        byte[] record = new byte[HEADER + length];
        System.arraycopy(header, 0, record, 0, HEADER);
        in.readFully(record, HEADER, length);
        return record;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-tap");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                sockets.remove(socket);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closed.countDown();
        closeAll();
    }
}
