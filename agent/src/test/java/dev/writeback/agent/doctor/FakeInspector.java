package dev.writeback.agent.doctor;

import dev.writeback.directory.AccountRef;
import dev.writeback.directory.inspection.AccountSight;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Discovery;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerView;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.inspection.TlsView;
import dev.writeback.directory.rights.Preflight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that are as a test wants them; without more, all is well with them. */
final class FakeInspector implements DirectoryInspector {
    final List<String> binds = new ArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    private final Map<String, Server> servers = new LinkedHashMap<>();

    /** How one server is. */
    static final class Server {
        Optional<Exception> failure = Optional.empty();
        Optional<Duration> offset = Optional.of(Duration.ZERO);
        BindView bind = new BindView(BindView.Outcome.BOUND, Optional.empty(), "");
        ServerView server = new ServerView(Optional.empty(), List.of("writable"), Optional.of(true));
    }

    Server server(String host) {
        return servers.computeIfAbsent(host, name -> new Server());
    }

    @Override
    public Discovery discover() {
        return new Discovery(
                List.of(),
                List.of(),
                servers.keySet().stream()
                        .map(host -> new Endpoint(host, 636, false))
                        .toList());
    }

    @Override
    public ServerVisit visit(Endpoint endpoint) {
        Server server = server(endpoint.host());
        open.incrementAndGet();
        return new ServerVisit() {
            @Override
            public TlsView tls() {
                return new TlsView(
                        server.failure.isEmpty() ? Optional.of("TLSv1.3") : Optional.empty(),
                        List.of(),
                        "nobody",
                        server.failure);
            }

            @Override
            public Optional<Duration> clockOffset() {
                return server.offset;
            }

            @Override
            public BindView bind() {
                binds.add(endpoint.host());
                return server.bind;
            }

            @Override
            public ServerView server() {
                return server.server;
            }

            @Override
            public Optional<String> ownSid() {
                return Optional.empty();
            }

            @Override
            public Optional<Preflight> rights(List<String> parts) {
                return Optional.of(new Preflight(endpoint.host(), List.of(), List.of()));
            }

            @Override
            public AccountSight account(AccountRef ref) {
                return new AccountSight.NotFound();
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    @Override
    public String account() {
        return "CN=svc";
    }
}
