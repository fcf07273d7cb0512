package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import dev.writeback.directory.DirectoryHealth;
import dev.writeback.protocol.secret.Secret;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: its pool of bound connections, what it said of itself, and whether it answers. Thread-safe. Nothing is
 * connected before the first exchange.
 */
public final class LdapServer<F> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LdapServer.class);
    private static final Set<ResultCode> LOST = Set.of(
            ResultCode.SERVER_DOWN,
            ResultCode.CONNECT_ERROR,
            ResultCode.TIMEOUT,
            ResultCode.LOCAL_ERROR,
            ResultCode.DECODING_ERROR,
            ResultCode.BUSY,
            ResultCode.UNAVAILABLE);

    private record State(boolean up, String detail) {}

    private static final State NOT_ASKED = new State(false, "not asked yet");
    private static final State ANSWERS = new State(true, "answers");

    private interface Use<T> {
        T of(Lease lease) throws ServerUnavailableException, LDAPException;
    }

    private final ServerAddress address;
    private final ServerSet unbound;
    private final @Nullable StartTLSPostConnectProcessor startTls;
    private final long responseTimeoutMillis;
    private final Supplier<LDAPConnectionPool> newPool;
    private final Greeting<F> greeting;
    private final ServerBackoff backoff;
    private final int poolSize;
    /** Connections that are lent out: the pool itself knows only those that are not. */
    private final AtomicInteger lent = new AtomicInteger();
    /** Made at the first use: it comes with a thread. Guarded by this, as {@link #closed}. */
    private @Nullable LDAPConnectionPool pool;

    private boolean closed;
    private volatile @Nullable F facts;
    private volatile boolean unfit;
    private volatile State state = NOT_ASKED;

    LdapServer(
            ServerAddress address,
            ServerTrust trust,
            ServiceAccount account,
            ConnectionSettings settings,
            Greeting<F> greeting,
            ServerBackoff backoff) {
        this.address = address;
        this.responseTimeoutMillis = settings.responseTimeout().toMillis();
        SSLSocketFactory tls = trust.socketFactory(settings.connectTimeout());
        boolean ldaps = address.transport() == ServerAddress.Transport.LDAPS;
        this.startTls = ldaps ? null : new StartTLSPostConnectProcessor(tls);
        this.unbound = serverSet(address, tls, settings);
        // Guests never come with the key of the service account.
        SSLSocketFactory own = trust.socketFactory(settings.connectTimeout(), account.keys());
        Introduction introduction = new Introduction(
                ldaps ? null : new StartTLSPostConnectProcessor(own), account, settings.connectTimeout());
        this.newPool = () -> pool(address, serverSet(address, own, settings), introduction, settings.poolSize());
        this.greeting = greeting;
        this.backoff = backoff;
        this.poolSize = settings.poolSize();
    }

    private static ServerSet serverSet(ServerAddress address, SSLSocketFactory tls, ConnectionSettings settings) {
        boolean ldaps = address.transport() == ServerAddress.Transport.LDAPS;
        return new SingleServerSet(address.host(), address.port(), ldaps ? tls : null, options(settings), null, null);
    }

    static LDAPConnectionOptions options(ConnectionSettings settings) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(
                Math.toIntExact(settings.connectTimeout().toMillis()));
        options.setResponseTimeoutMillis(settings.responseTimeout().toMillis());
        options.setSSLSocketVerifier(new ServerVerifier());
        options.setFollowReferrals(false);
        options.setAutoReconnect(false);
        return options;
    }

    private static LDAPConnectionPool pool(
            ServerAddress address, ServerSet server, Introduction introduction, int size) {
        try {
            // No connection yet: a server that is down must not keep the agent from starting. No retry: see Exchange.
            LDAPConnectionPool pool = new LDAPConnectionPool(server, null, 0, size, introduction, false);
            pool.setConnectionPoolName(address.toString());
            pool.setRetryFailedOperationsDueToInvalidConnections(false);
            return pool;
        } catch (LDAPException e) {
            throw new IllegalStateException("a pool without connections cannot be made for " + address, e);
        }
    }

    public ServerAddress address() {
        return address;
    }

    /** What the server said of itself when it last answered a greeting. */
    public Optional<F> facts() {
        return Optional.ofNullable(facts);
    }

    /** False from a failure until the server answers again. */
    boolean isClosed() {
        return backoff.isClosed();
    }

    /** Whether the caller is the one to try the server that failed. */
    boolean claimTrial() {
        return backoff.claimTrial();
    }

    boolean wasAsked() {
        return state != NOT_ASKED;
    }

    /** It answered its last greeting, and said what rules it out. */
    boolean isUnfit() {
        return unfit;
    }

    /** What is known without asking. */
    public DirectoryHealth.Server health() {
        State seen = state;
        return new DirectoryHealth.Server(address.toString(), seen.up(), seen.detail(), Optional.of(poolHealth()));
    }

    private DirectoryHealth.Pool poolHealth() {
        int idle =
                made().map(LDAPConnectionPool::getCurrentAvailableConnections).orElse(0);
        return new DirectoryHealth.Pool(lent.get(), idle, poolSize);
    }

    /**
     * Runs the exchange on a bound connection whose server has been greeted.
     *
     * @throws ServerUnavailableException when no connection could be had, or it was lost
     * @throws LDAPException any other refusal, as the exchange met it
     */
    public <T> T exchange(Exchange<F, T> exchange) throws ServerUnavailableException, LDAPException {
        T result = lent(lease -> exchange.on(lease, greeted(lease.connection())));
        if (!backoff.isClosed()) {
            // It was greeted in the moment in which another caller lost it.
            backoff.succeeded();
            become(ANSWERS);
        }
        return result;
    }

    /**
     * Runs an exchange that nothing depends on: only on a server that answers, and on a connection that is idle at this
     * moment, so that nobody waits for it and nothing is bound for it. What it meets is no news for {@link #health()}.
     *
     * @throws ServerUnavailableException when there is no such connection, or it was lost
     * @throws LDAPException any other refusal, as the exchange met it
     */
    public <T> T glance(Exchange<F, T> exchange) throws ServerUnavailableException, LDAPException {
        F known = facts;
        LDAPConnectionPool connections = connections();
        if (known == null || !backoff.isClosed() || connections.getCurrentAvailableConnections() == 0) {
            throw new ServerUnavailableException(address + ": not at hand");
        }
        Lease lease = idle(connections);
        try {
            return exchange.on(lease, known);
        } catch (LDAPException e) {
            if (!LOST.contains(e.getResultCode())) {
                throw e;
            }
            lease.markBroken();
            throw new ServerUnavailableException(address + ": " + e.getResultCode(), e);
        } catch (ClassCastException e) {
            lease.markBroken();
            throw new ServerUnavailableException(address + ": answered what it was not asked", e);
        } finally {
            giveBack(connections, lease);
        }
    }

    private Lease idle(LDAPConnectionPool connections) throws ServerUnavailableException {
        try {
            return counted(connections.getConnection());
        } catch (LDAPException e) {
            throw new ServerUnavailableException(address + ": " + e.getResultCode(), e);
        } catch (ClassCastException e) {
            throw new ServerUnavailableException(address + ": answered what it was not asked", e);
        }
    }

    private <T> T lent(Use<T> use) throws ServerUnavailableException, LDAPException {
        try {
            return once(use);
        } catch (LDAPException first) {
            if (!first.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                throw seen(first);
            }
        }
        // The pool held a connection that the server had closed meanwhile, and may hold more of them.
        rest();
        try {
            return once(use);
        } catch (LDAPException second) {
            throw seen(second);
        }
    }

    /** Greets the server anew, also while it is left alone; what is seen is in {@link #health()}. */
    void probe() {
        try {
            lent(lease -> greet(lease.connection()));
        } catch (ServerUnavailableException e) {
            log.atDebug()
                    .setMessage("probe failed")
                    .addKeyValue("server", address)
                    .log();
        } catch (LDAPException e) {
            lost(address + ": " + e.getResultCode() + ": " + e.getMessage());
        }
    }

    /**
     * Binds once as somebody else, on a connection of its own that is closed again.
     *
     * @throws ServerUnavailableException when no connection could be had, or no answer came
     */
    public BindResult bindAs(String user, Secret password, Control... controls) throws ServerUnavailableException {
        return asGuest(user, password, (connection, bound) -> bound, controls);
    }

    /** What is done as somebody else, if the answer to the bind allows it; it must not throw. */
    @FunctionalInterface
    public interface GuestUse<T> {
        T on(LDAPConnection connection, BindResult bound);
    }

    /**
     * Binds once as somebody else, on a connection of its own that is closed after the use, whatever the bind's answer.
     *
     * @throws ServerUnavailableException when no connection could be had, or no answer to the bind came
     */
    public <T> T asGuest(String user, Secret password, GuestUse<T> use, Control... controls)
            throws ServerUnavailableException {
        byte[] bytes = password.map(byte[]::clone);
        try (LDAPConnection connection = unbound.getConnection()) {
            if (startTls != null) {
                startTls.processPreAuthenticatedConnection(connection);
            }
            SimpleBindRequest request = new SimpleBindRequest(user, bytes, controls);
            request.setResponseTimeoutMillis(responseTimeoutMillis);
            return use.on(connection, bound(connection, request));
        } catch (LDAPException e) {
            throw new ServerUnavailableException(address + ": " + e.getResultCode(), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static BindResult bound(LDAPConnection connection, SimpleBindRequest request) throws LDAPException {
        try {
            return connection.bind(request);
        } catch (LDAPBindException e) {
            return e.getBindResult();
        } catch (ClassCastException e) {
            throw nonsense(e);
        }
    }

    /** Says that an exchange, which must not throw, met a lost connection. */
    public void lost(String detail) {
        facts = null;
        backoff.failed();
        become(new State(false, detail));
        // Connections of the same server are no better: the next one is made anew.
        rest();
    }

    /** Closes the connections that nobody uses at this moment. */
    void rest() {
        made().ifPresent(connections -> connections.shrinkPool(0));
    }

    private synchronized Optional<LDAPConnectionPool> made() {
        return Optional.ofNullable(pool);
    }

    private synchronized LDAPConnectionPool connections() throws ServerUnavailableException {
        if (closed) {
            throw new ServerUnavailableException(address + ": closed");
        }
        LDAPConnectionPool now = pool;
        if (now == null) {
            now = newPool.get();
            pool = now;
        }
        return now;
    }

    private <T> T once(Use<T> use) throws ServerUnavailableException, LDAPException {
        LDAPConnectionPool connections = connections();
        Lease lease = counted(borrow(connections));
        try {
            return use.of(lease);
        } catch (LDAPException e) {
            if (LOST.contains(e.getResultCode())) {
                lease.markBroken();
            }
            throw e;
        } catch (ClassCastException e) {
            lease.markBroken();
            throw unavailable(nonsense(e));
        } finally {
            giveBack(connections, lease);
        }
    }

    private Lease counted(LDAPConnection connection) {
        lent.incrementAndGet();
        return new Lease(connection);
    }

    private void giveBack(LDAPConnectionPool connections, Lease lease) {
        lent.decrementAndGet();
        if (lease.isUsable()) {
            connections.releaseConnection(lease.connection());
        } else {
            // Not replaced at once, as the SDK would: that connects to a server that may be gone.
            connections.discardConnection(lease.connection());
        }
    }

    private LDAPConnection borrow(LDAPConnectionPool connections) throws ServerUnavailableException {
        try {
            return connections.getConnection();
        } catch (LDAPException e) {
            throw unavailable(e);
        } catch (ClassCastException e) {
            throw unavailable(nonsense(e));
        }
    }

    /** How the SDK meets the answer to another kind of request. */
    private static LDAPException nonsense(ClassCastException e) {
        return new LDAPException(ResultCode.DECODING_ERROR, "the server answered what it was not asked", e);
    }

    private F greeted(LDAPConnection connection) throws LDAPException, ServerUnavailableException {
        F known = facts;
        return known == null ? greet(connection) : known;
    }

    private F greet(LDAPConnection connection) throws LDAPException, ServerUnavailableException {
        try {
            F fresh = greeting.greet(connection);
            facts = fresh;
            unfit = false;
            backoff.succeeded();
            become(ANSWERS);
            return fresh;
        } catch (ServerUnavailableException e) {
            unfit = true;
            lost(address + ": " + e.getMessage());
            throw new ServerUnavailableException(address + ": " + e.getMessage(), e);
        } catch (LDAPException e) {
            if (LOST.contains(e.getResultCode())) {
                throw e;
            }
            // A server that cannot say what it is, is none; another one may be.
            throw unavailable(e);
        }
    }

    private LDAPException seen(LDAPException e) throws ServerUnavailableException {
        if (!LOST.contains(e.getResultCode())) {
            return e;
        }
        throw unavailable(e);
    }

    private ServerUnavailableException unavailable(LDAPException e) {
        String detail = address + ": " + ConnectTrouble.of(e);
        lost(detail);
        return new ServerUnavailableException(detail, e);
    }

    private void become(State next) {
        State before = state;
        state = next;
        if (before.up() != next.up()) {
            log.atInfo()
                    .setMessage(next.up() ? "directory server answers" : "directory server does not answer")
                    .addKeyValue("server", address)
                    .addKeyValue("detail", next.detail())
                    .log();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        made().ifPresent(LDAPConnectionPool::close);
    }
}
