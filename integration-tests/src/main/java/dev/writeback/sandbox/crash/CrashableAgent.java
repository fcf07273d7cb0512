package dev.writeback.sandbox.crash;

import dev.writeback.agent.Agent;
import dev.writeback.agent.StartException;
import dev.writeback.agent.config.AgentConfigLoader;
import dev.writeback.agent.config.ConfigException;
import dev.writeback.agent.lifecycle.Waypoint;
import dev.writeback.agent.logging.AgentLogging;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * The real agent in a process that obeys its standard input, one line each: {@code start FILE} with a configuration,
 * {@code arm POINT N}. It answers {@code STARTED} and {@code ARMED}, and {@code AT POINT} when it has come there; then that
 * thread stands still and the parent kills the process. It ends at once when its input ends.
 */
public final class CrashableAgent {
    /** Loaded while the predecessor is still at work, so that the start itself is quick. */
    private static final List<String> EARLY = List.of(
            "com.azure.messaging.servicebus.ServiceBusClientBuilder",
            "com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient",
            "com.unboundid.ldap.sdk.LDAPConnectionPool",
            "org.apache.qpid.proton.reactor.Reactor",
            "org.sqlite.JDBC",
            "reactor.core.publisher.Flux",
            "dev.writeback.agent.pipeline.RequestPipeline",
            "dev.writeback.protocol.envelope.EnvelopeOpener");

    private final PrintStream out;
    private final Tripwire tripwire;

    private CrashableAgent(PrintStream out) {
        this.out = out;
        this.tripwire = new Tripwire(point -> say("AT " + point));
    }

    public static void main(String[] args) throws IOException {
        new CrashableAgent(System.out).obey();
    }

    private void obey() throws IOException {
        loadEarly();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line = orders.readLine();
            while (line != null) {
                obey(line.split(" ", 3));
                line = orders.readLine();
            }
        } catch (StartException | ConfigException e) {
            say("FAILED " + String.valueOf(e.getMessage()).replace('\n', ' '));
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void obey(String[] order) throws StartException, ConfigException {
        if (order[0].equals("start")) {
            var config = new AgentConfigLoader(System::getenv).load(Path.of(order[1]));
            AgentLogging.start(config.agent().logLevel());
            Agent unused = Agent.start(config, Clock.systemUTC(), new SecureRandom(), tripwire);
            say("STARTED");
        } else if (order[0].equals("arm")) {
            tripwire.arm(Waypoint.valueOf(order[1]), Integer.parseInt(order[2]));
            say("ARMED");
        } else {
            throw new IllegalArgumentException("found the order " + order[0] + "; accepted: start, arm");
        }
    }

    private static void loadEarly() {
        for (String name : EARLY) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
    }

    private void say(String line) {
        synchronized (out) {
            // On a line of its own, whatever the log has begun.
            out.println("\n" + Victim.MARK + line);
            out.flush();
        }
    }
}
