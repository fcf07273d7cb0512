package dev.writeback.sandbox.demo;

import dev.writeback.sandbox.process.AgentCommand;
import dev.writeback.sandbox.process.AgentHttp;
import dev.writeback.sandbox.process.AgentProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The agent of the demonstration: it can be killed, and started again with what it left behind. Not thread-safe. */
final class DemoAgent implements AutoCloseable {
    private static final Duration UNTIL_READY = Duration.ofSeconds(30);

    private final String id;
    private final AgentCommand command;
    private final Path config;
    private final Path output;
    private final AgentHttp http;
    private AgentProcess process;

    private DemoAgent(String id, AgentCommand command, Path config, Path output, AgentHttp http, AgentProcess process) {
        this.id = id;
        this.command = command;
        this.config = config;
        this.output = output;
        this.http = http;
        this.process = process;
    }

    /** Starts it, and does not wait until it is ready. */
    static DemoAgent start(String id, AgentCommand command, Path config, Path output, AgentHttp http)
            throws IOException {
        return new DemoAgent(id, command, config, output, http, command.start(config, output));
    }

    /** As the cloud knows it. */
    String id() {
        return id;
    }

    AgentHttp http() {
        return http;
    }

    /** How long it took from now on. */
    Duration awaitReady() throws IOException, InterruptedException {
        return process.awaitReady(http, UNTIL_READY);
    }

    /** SIGKILL: it is gone when this returns, and had no time for anything. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGSTOP: it keeps its connections and what it has in hand, and does nothing. */
    void freeze() throws IOException, InterruptedException {
        process.freeze();
    }

    void thaw() throws IOException, InterruptedException {
        process.thaw();
    }

    /** A new process with the same files. */
    void startAgain() throws IOException, InterruptedException {
        process = command.start(config, output);
        Duration unused = awaitReady();
    }

    /** What all of its processes have printed so far. */
    byte[] output() throws IOException {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
