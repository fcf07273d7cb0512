package dev.writeback.agent.audit.syslog;

import dev.writeback.agent.audit.AuditRecord;
import dev.writeback.agent.audit.AuditSink;
import dev.writeback.agent.config.SyslogSettings;
import dev.writeback.agent.tls.CaFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A collector that speaks syslog over TLS. Connects when there is something to send, and again when the collector has gone.
 *
 * <p>Syslog has no answers: what was on its way when a connection broke may never have come. The file has it.
 */
public final class SyslogSink implements AuditSink {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int LOOK_MILLIS = 1;

    private final SyslogSettings settings;
    private final String version;
    private final SyslogMessage message;
    private volatile @Nullable Connection connection;

    /** @param plain what the other one goes through: closing it ends a write that hangs */
    private record Connection(Socket plain, SSLSocket secure) {}

    /** @param version the agent's */
    public SyslogSink(SyslogSettings settings, String version) {
        this.settings = settings;
        this.version = version;
        this.message = new SyslogMessage(hostName(), ProcessHandle.current().pid());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public void write(AuditRecord record) throws IOException {
        String text = switch (settings.format()) {
            case JSON -> record.line();
            case CEF -> CefText.of(record, version);
        };
        try {
            OutputStream out = connected().secure().getOutputStream();
            out.write(message.frame(record, text));
            out.flush();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Connection connected() throws IOException {
        Connection open = connection;
        if (open != null && isThere(open.secure())) {
            return open;
        }
        close();
        Connection fresh = connect();
        connection = fresh;
        return fresh;
    }

    /** A collector never says anything; one that has gone is seen by the end of its stream. */
    private static boolean isThere(SSLSocket open) throws IOException {
        try {
            return open.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Connection connect() throws IOException {
        String host = settings.server().getHostString();
        int port = settings.server().getPort();
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(TIMEOUT_MILLIS);
            secure.startHandshake();
            secure.setSoTimeout(LOOK_MILLIS);
            return new Connection(plain, secure);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {CaFiles.trustManager(settings.caFile())}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the collector's trust cannot be made", e);
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.plain().close();
            } catch (IOException e) {
                // Nothing is lost that was not lost before.
                return;
            }
        }
    }
}
