package dev.writeback.it.directory;

import com.unboundid.ldap.listener.AccessLogRequestHandler;
import com.unboundid.ldap.listener.CannedResponseRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.StartTLSRequestHandler;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import javax.net.ssl.SSLContext;

/** An LDAP server on localhost that serves nobody, and remembers what clients confide to it. */
final class ListeningServer implements AutoCloseable {
    /** How it offers TLS. */
    enum Offer {
        TLS_AT_ONCE,
        START_TLS,
        NO_TLS
    }

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final LDAPListener listener;

    ListeningServer(Offer offer, SSLContext tls) throws IOException, LDAPException {
        LDAPListenerRequestHandler ear = new AccessLogRequestHandler(
                new Memory(), new CannedResponseRequestHandler(ResultCode.PROTOCOL_ERROR, null, "not served", null));
        LDAPListenerConfig config = new LDAPListenerConfig(
                0, offer == Offer.START_TLS ? new StartTLSRequestHandler(tls.getSocketFactory(), ear) : ear);
        config.setListenAddress(InetAddress.getByName("localhost"));
        if (offer == Offer.TLS_AT_ONCE) {
            config.setServerSocketFactory(tls.getServerSocketFactory());
        }
        listener = new LDAPListener(config);
        listener.startListening();
    }

    int port() {
        return listener.getListenPort();
    }

    /** The requests, one line each; without a StartTLS that was granted. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        listener.shutDown(true);
    }

    private final class Memory extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().contains(" REQUEST ")) {
                heard.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
