package dev.writeback.agent;

import dev.writeback.agent.config.HttpSettings;
import dev.writeback.agent.config.SecretUnavailableException;
import dev.writeback.agent.event.Events;
import dev.writeback.agent.http.CertificateFiles;
import dev.writeback.agent.http.LocalHttpServer;
import dev.writeback.agent.http.Protection;
import dev.writeback.agent.keys.ControlToken;
import dev.writeback.agent.lifecycle.Shutdown;
import dev.writeback.agent.metrics.AgentMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Opens the local endpoint: metrics, health, status and controls. */
final class EndpointOpening {
    private EndpointOpening() {}

    /**
     * Opens it, or, where somebody else has its port, will as soon as it is free.
     *
     * @param stateDirectory where whoever controls the agent finds the token
     * @param controlsOf of the token that it has to show
     */
    static LocalHttpServer open(
            HttpSettings http,
            Path stateDirectory,
            SecureRandom random,
            AgentMetrics metrics,
            Vitals vitals,
            Function<String, LocalControls> controlsOf,
            StatusBoard board,
            Events events,
            Shutdown shutdown)
            throws StartException {
        InetSocketAddress address = new InetSocketAddress(http.address(), http.port());
        Protection protection = protection(http);
        shutdown.before("files of the local endpoint", protection);
        try {
            ControlToken.remove(stateDirectory);
            String token = ControlToken.make(random);
            LocalControls controls = controlsOf.apply(token);
            shutdown.before("local controls", controls);
            LocalHttpServer server = LocalHttpServer.create(
                    address,
                    protection,
                    metrics::scrape,
                    vitals::readiness,
                    controls.controls(),
                    () -> board.document().json());
            shutdown.before("local endpoint", server);
            EndpointPort port = new EndpointPort(
                    () -> listen(server, token, stateDirectory),
                    String.valueOf(address),
                    events,
                    metrics.endpointPortTaken(),
                    Executors.newSingleThreadScheduledExecutor(EndpointOpening::portThread),
                    EndpointPort.LONGEST_WAIT);
            shutdown.before("port of the local endpoint", port);
            port.open(EndpointPort.FIRST_WAIT);
            return server;
        } catch (IOException e) {
            throw StartException.failed("http", e);
        }
    }

    /** Only when the port is the agent's may its token be found, to be shown there. */
    private static Optional<String> listen(LocalHttpServer server, String token, Path stateDirectory)
            throws IOException {
        Optional<String> taken = server.listen();
        if (taken.isEmpty()) {
            ControlToken.keep(token, stateDirectory);
        }
        return taken;
    }

    private static Thread portThread(Runnable task) {
        Thread thread = new Thread(task, "local-http-port");
        thread.setDaemon(true);
        return thread;
    }

    private static Protection protection(HttpSettings http) throws StartException {
        try {
            return Protection.open(
                    http.token().map(token -> token::read),
                    http.tls().map(tls -> new CertificateFiles(tls.certificateFile(), tls.keyFile())));
        } catch (SecretUnavailableException | IllegalArgumentException e) {
            throw StartException.misconfigured("http.token", e);
        } catch (IOException e) {
            throw StartException.misconfigured("http.tls", e);
        }
    }
}
