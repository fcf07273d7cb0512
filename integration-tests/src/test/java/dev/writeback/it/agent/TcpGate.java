package dev.writeback.it.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Stands between a client and a server on loopback, and can be shut or held. Thread-safe. */
final class TcpGate implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> open = new ArrayList<>();
    private boolean shut;
    private boolean held;
    private int heldBack;

    private TcpGate(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** A gate before that port of 127.0.0.1. */
    static TcpGate before(int target) throws IOException {
        TcpGate gate = new TcpGate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        daemon(gate::accept);
        return gate;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts every connection, and from now on each new one at once. */
    synchronized void shut() {
        shut = true;
        open.forEach(TcpGate::quietly);
        open.clear();
    }

    synchronized void open() {
        shut = false;
    }

    /** What clients send from now on waits here. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        heldBack = 0;
        notifyAll();
    }

    /** How many connections have sent something that waits. */
    synchronized int heldBack() {
        return heldBack;
    }

    private void accept() {
        while (!listener.isClosed()) {
            acceptOne();
        }
    }

    private void acceptOne() {
        try {
            connect(listener.accept());
        } catch (IOException e) {
            // Closed, or the server is gone: the client sees a cut connection.
            return;
        }
    }

    private synchronized void connect(Socket client) throws IOException {
        if (shut) {
            client.close();
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        daemon(() -> copy(client, server, true));
        daemon(() -> copy(server, client, false));
    }

    private void copy(Socket from, Socket to, boolean mayBeHeld) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (mayBeHeld) {
                    pass();
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // Cut: closing both ends is all there is to do.
            return;
        }
    }

    private synchronized void pass() throws InterruptedException {
        if (held) {
            heldBack++;
        }
        while (held) {
            wait();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-gate");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is to be gone, and it is.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        shut();
    }
}
