package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import dev.writeback.directory.inspection.BindView;
import dev.writeback.directory.inspection.TlsView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection, opened as those of {@link LdapServer} are, that tells what was seen on the way. Not thread-safe.
 */
public final class ServerContact implements AutoCloseable {
    private final LDAPConnection connection;
    private final ServiceAccount account;
    private final Duration limit;
    private final TlsView tls;

    private ServerContact(LDAPConnection connection, ServiceAccount account, Duration limit, TlsView tls) {
        this.connection = connection;
        this.account = account;
        this.limit = limit;
        this.tls = tls;
    }

    /** Connects and binds nothing; a connection that does not come about is told by {@link #tls}. */
    public static ServerContact open(
            ServerAddress address, ServerTrust trust, ServiceAccount account, ConnectionSettings settings) {
        List<X509Certificate> chain = new CopyOnWriteArrayList<>();
        SSLSocketFactory sockets = trust.shownTo(presented -> chain.addAll(List.of(presented)))
                .socketFactory(settings.connectTimeout(), account.keys());
        boolean ldaps = address.transport() == ServerAddress.Transport.LDAPS;
        LDAPConnection connection = new LDAPConnection(ldaps ? sockets : null, LdapServer.options(settings));
        Optional<Exception> failure = Optional.empty();
        Optional<String> protocol = Optional.empty();
        try {
            reach(address, settings.connectTimeout());
            connection.connect(address.host(), address.port());
            if (!ldaps) {
                new StartTLSPostConnectProcessor(sockets).processPreAuthenticatedConnection(connection);
            }
            protocol = Optional.ofNullable(connection.getSSLSession()).map(SSLSession::getProtocol);
        } catch (LDAPException | IOException e) {
            failure = Optional.of(e);
        } catch (ClassCastException e) {
            failure = Optional.of(nonsense(e));
        }
        TlsView tls = new TlsView(protocol, chain, trust.trusted(), failure);
        return new ServerContact(connection, account, settings.connectTimeout(), tls);
    }

    /** The SDK tells a name without an address, a closed port and silence in the same way; the Java runtime does not. */
    private static void reach(ServerAddress address, Duration limit) throws IOException {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(address.host(), address.port()), Math.toIntExact(limit.toMillis()));
        }
    }

    public TlsView tls() {
        return tls;
    }

    /** For questions; bound as far as {@link #bind} said so. */
    public LDAPConnection connection() {
        return connection;
    }

    /** Makes one attempt, within the care of {@link ServiceAccount}. */
    public BindView bind() {
        try {
            account.bind(connection, limit);
            return new BindView(BindView.Outcome.BOUND, Optional.empty(), "");
        } catch (LDAPException e) {
            return refused(e);
        } catch (ClassCastException e) {
            return refused(nonsense(e));
        }
    }

    private static BindView refused(LDAPException e) {
        if (e.getCause() instanceof AccountRefusedException refused) {
            return new BindView(
                    BindView.Outcome.REFUSED, Optional.of(refused.trouble()), String.valueOf(refused.getMessage()));
        }
        BindView.Outcome outcome = e.getResultCode().equals(ResultCode.LOCAL_ERROR)
                ? BindView.Outcome.NO_CREDENTIAL
                : BindView.Outcome.FAILED;
        return new BindView(outcome, Optional.empty(), e.getResultCode() + ": " + e.getMessage());
    }

    /** How the SDK meets the answer to another kind of request. */
    private static LDAPException nonsense(ClassCastException e) {
        return new LDAPException(ResultCode.DECODING_ERROR, "the server answered what it was not asked", e);
    }

    @Override
    public void close() {
        connection.close();
    }
}
