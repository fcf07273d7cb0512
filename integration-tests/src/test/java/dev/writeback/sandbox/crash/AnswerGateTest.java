package dev.writeback.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AnswerGateTest {
    private static final int A_WHILE_MILLIS = 150;

    private final ServerSocket listener;
    private final AnswerGate gate;
    private final Socket agent;
    private final Socket directory;

    AnswerGateTest() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gate = AnswerGate.before(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        agent = new Socket(InetAddress.getLoopbackAddress(), gate.port());
        directory = listener.accept();
    }

    @BeforeEach
    void neverWaitForEver() throws IOException {
        agent.setSoTimeout(10_000);
        directory.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
        directory.close();
        gate.close();
        listener.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        agent.getOutputStream().write(1);
        directory.getOutputStream().write(2);

        assertThat(directory.getInputStream().read()).isEqualTo(1);
        assertThat(agent.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void holdsAnswersBackWhenTheTimeHasComeAndLetsRequestsPass() throws Exception {
        AtomicBoolean reached = new AtomicBoolean();
        gate.holdWhen(reached::get);
        directory.getOutputStream().write(7);
        assertThat(agent.getInputStream().read()).isEqualTo(7);
        reached.set(true);
        agent.getOutputStream().write(1);
        directory.getOutputStream().write(2);

        assertThat(directory.getInputStream().read()).isEqualTo(1);
        assertThat(gate.awaitHeld(Duration.ofSeconds(10))).isTrue();
        agent.setSoTimeout(A_WHILE_MILLIS);
        assertThatThrownBy(() -> agent.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        agent.setSoTimeout(10_000);
        gate.release();
        assertThat(agent.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void tellsTheDirectoryThatTheAgentIsGone() throws IOException {
        agent.close();

        assertThat(directory.getInputStream().read()).isEqualTo(-1);
    }
}
