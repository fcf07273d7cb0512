package dev.writeback.sandbox.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Stands between an agent and a directory, and passes every byte on; what the directory answers can be held back. Each
 * connection has two threads of its own. Thread-safe.
 */
final class AnswerGate implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket listener;
    private final InetSocketAddress directory;
    private BooleanSupplier holds = () -> false;
    private CountDownLatch held = new CountDownLatch(1);

    private AnswerGate(ServerSocket listener, InetSocketAddress directory) {
        this.listener = listener;
        this.directory = directory;
    }

    static AnswerGate before(InetSocketAddress directory) throws IOException {
        AnswerGate gate = new AnswerGate(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), directory);
        daemon(gate::accept);
        return gate;
    }

    /** The port of 127.0.0.1 that leads to the directory. */
    int port() {
        return listener.getLocalPort();
    }

    /** Asks before each answer from now on; once it is so, none passes. The question may take some milliseconds. */
    synchronized void holdWhen(BooleanSupplier reached) {
        held = new CountDownLatch(1);
        holds = reached;
    }

    /** Whether an answer was held back within that time. */
    boolean awaitHeld(Duration patience) throws InterruptedException {
        return latch().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized CountDownLatch latch() {
        return held;
    }

    /** Lets all answers pass again, also those that were held back, if anybody is there to take them. */
    synchronized void release() {
        holds = () -> false;
        notifyAll();
    }

    private synchronized void awaitPassage() throws InterruptedException {
        while (holds.getAsBoolean()) {
            held.countDown();
            wait();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // Closed, or the directory is gone: the agent sees a cut connection.
                continue;
            }
        }
    }

    private void connect(Socket agent) throws IOException {
        try {
            Socket server = new Socket(directory.getAddress(), directory.getPort());
            daemon(() -> pass(agent, server, false));
            daemon(() -> pass(server, agent, true));
        } catch (IOException e) {
            agent.close();
            throw e;
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers) {
                    awaitPassage();
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // Cut: closing both ends is all there is to do.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "answer-gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        release();
        listener.close();
    }
}
