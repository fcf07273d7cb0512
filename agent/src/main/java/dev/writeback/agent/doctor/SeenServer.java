package dev.writeback.agent.doctor;

import dev.writeback.agent.config.DirectorySettings;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.DirectoryInspector;
import dev.writeback.directory.inspection.Endpoint;
import dev.writeback.directory.inspection.ServerView;
import dev.writeback.directory.inspection.ServerVisit;
import dev.writeback.directory.inspection.TlsView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server on the way through its steps. {@link #reach} may run on a thread of its own; all else comes after it. */
final class SeenServer {
    private static final String CLOCK = "clock";

    private final Endpoint server;
    private final DirectorySettings settings;
    private final String key;
    private final DirectoryInspector inspector;
    private final Clock clock;
    private volatile @Nullable ServerVisit visit;
    private volatile Optional<Duration> offset = Optional.empty();
    private Optional<BindView> bind = Optional.empty();
    private boolean usable;

    SeenServer(Endpoint server, DirectorySettings settings, String key, DirectoryInspector inspector, Clock clock) {
        this.server = server;
        this.settings = settings;
        this.key = key;
        this.inspector = inspector;
        this.clock = clock;
    }

    String name() {
        return "server " + server;
    }

    /** Its name, TLS, and its clock before anybody is bound. */
    Check reach() {
        List<Check> lines = new ArrayList<>();
        NameCheck.of(server.host(), "correct " + key + ".servers, or let this host ask the domain's name servers")
                .ifPresent(lines::add);
        if (lines.stream().allMatch(Check::holds)) {
            ServerVisit opened = inspector.visit(server);
            TlsView tls = opened.tls();
            lines.add(new TlsCheck(
                            server.host(),
                            server.toString(),
                            tls.trusted(),
                            key + ".trust.caFile",
                            key + ".servers",
                            clock.instant())
                    .of(tls.protocol(), tls.chain(), tls.failure()));
            if (tls.isOpen()) {
                offset = opened.clockOffset();
                visit = opened;
            } else {
                opened.close();
            }
        }
        return Check.of(name(), "", lines);
    }

    /**
     * The bind, and what the server then says of itself.
     *
     * @param spent an attempt of the account has failed
     */
    List<Check> enter(boolean spent) {
        ServerVisit open = visit;
        if (open == null) {
            return List.of();
        }
        if (spent) {
            return List.of(BindCheck.heldBack());
        }
        BindView view = open.bind();
        bind = Optional.of(view);
        Check line = new BindCheck(inspector.account(), settings.bind(), key + ".bind").of(view);
        if (!view.isBound()) {
            return List.of(line);
        }
        List<Check> lines = new ArrayList<>(List.of(line));
        ServerView known = open.server();
        lines.addAll(ofServer(known));
        usable = lines.stream().allMatch(Check::holds);
        if (offset.isEmpty()) {
            offset = open.clockOffset();
        }
        return lines;
    }

    private List<Check> ofServer(ServerView known) {
        if (known.unusable().isPresent()) {
            return List.of(Check.failure(
                    "directory server",
                    known.unusable().get(),
                    "name another server in " + key + ", or correct " + key + ".baseDn"));
        }
        List<Check> lines = new ArrayList<>();
        lines.add(Check.ok("directory server", String.join("; ", known.facts())));
        known.historyOnReset().ifPresent(can -> lines.add(history(can)));
        return lines;
    }

    private Check history(boolean can) {
        String name = "policy hints";
        if (can) {
            return Check.ok(name, "a reset is checked against the password history");
        }
        return settings.requireHistoryOnReset()
                ? Check.failure(
                        name,
                        "the server does not support the policy hints control, so it cannot check a reset against the"
                                + " password history, which requireHistoryOnReset demands: the agent does not use it",
                        "use controllers with Windows Server 2012 R2 or newer, or set " + key
                                + ".requireHistoryOnReset to false")
                : Check.note(
                        name,
                        "not supported: a reset is not checked against the password history (Samba never does;"
                                + " requireHistoryOnReset would refuse such a server)");
    }

    Optional<BindView> bind() {
        return bind;
    }

    /** Whether the agent could work with it. */
    boolean isUsable() {
        return usable;
    }

    boolean clockAgrees() {
        return offset.filter(found -> found.abs().compareTo(ClockCheck.LIMIT) <= 0)
                .isPresent();
    }

    /**
     * @param someAgree this host's clock is that of another server: then this server's is the wrong one
     */
    List<Check> clockLine(boolean someAgree) {
        return offset.map(found -> {
                    Check check = ClockCheck.of(CLOCK, "the clock of " + server.host(), found);
                    return someAgree && !check.holds()
                            ? Check.warning(
                                    CLOCK,
                                    check.detail(),
                                    "another controller agrees with this host: set the clock of " + server.host())
                            : check;
                })
                .map(List::of)
                .orElse(List.of());
    }

    /** For more questions. */
    ServerVisit visit() {
        ServerVisit open = visit;
        if (open == null) {
            throw new IllegalStateException(server + " was not reached");
        }
        return open;
    }

    void close() {
        ServerVisit open = visit;
        if (open != null) {
            open.close();
        }
    }
}
