package dev.writeback.it.directory;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import dev.writeback.directory.ad.ActiveDirectorySettings;
import dev.writeback.directory.ldap.ServerAddress;
import dev.writeback.sandbox.samba.SambaServer;
import dev.writeback.sandbox.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An LDAPS server before a Samba AD domain controller, under its name and at its address, that passes everything on and is
 * Windows where Samba is not: it lists the policy hints control (MS-ADTS 3.1.1.3.4.1.27), holds a reset to it, and answers
 * in Windows' words. Administrators of the tests go to Samba itself.
 */
final class WindowsFront implements TestDirectory, AutoCloseable {
    /** LDAP_SERVER_POLICY_HINTS_OID. */
    static final String POLICY_HINTS = "1.2.840.113556.1.4.2239";
    /** LDAP_SERVER_POLICY_HINTS_DEPRECATED_OID. */
    static final String POLICY_HINTS_DEPRECATED = "1.2.840.113556.1.4.2066";

    /**
     * A Modify of {@code unicodePwd} as it came in.
     *
     * @param hints the policy hints controls that came with it, critical ones only
     */
    record PasswordWrite(WindowsWords.Write kind, List<String> hints) {}

    private final SambaTestDirectory samba;
    private final TestAuthority authority = TestAuthority.create("Windows front CA");
    private final Path caFile;
    private final ResetRules rules;
    private final LDAPListener listener;
    private final List<String> listed;
    private final List<PasswordWrite> writes = new CopyOnWriteArrayList<>();
    private final List<List<String>> modifies = new CopyOnWriteArrayList<>();
    private final List<String> others = new CopyOnWriteArrayList<>();
    private volatile boolean obeying = true;
    private volatile WindowsWords words = WindowsWords.USUAL;

    /**
     * @param listed object identifiers in {@code supportedControl} beside those of Samba
     */
    WindowsFront(SambaServer server, String... listed) throws LDAPException {
        this.samba = new SambaTestDirectory(server);
        this.listed = List.of(listed);
        LDAPListenerConfig config =
                new LDAPListenerConfig(0, new WindowsFrontHandler(this, new ProxyRequestHandler(upstream(server))));
        config.setServerSocketFactory(
                authority.serverCertificate(SambaServer.HOST).sslContext().getServerSocketFactory());
        try {
            this.rules = new ResetRules(server, Clock.systemUTC());
            this.caFile = Files.writeString(Files.createTempFile("windows-front-ca", ".pem"), authority.caPem());
            config.setListenAddress(InetAddress.getByName(SambaServer.HOST));
            listener = new LDAPListener(config);
            listener.startListening();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SingleServerSet upstream(SambaServer server) {
        try {
            SSLUtil tls = new SSLUtil(new PEMFileTrustManager(server.caFile().toFile()));
            return new SingleServerSet(
                    SambaServer.HOST, SambaServer.LDAPS, tls.createSSLSocketFactory(), verified(), null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA of the domain controller cannot be used", e);
        }
    }

    private static LDAPConnectionOptions verified() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return options;
    }

    /** From now on it answers to the control, though it lists it, that it does not have it. */
    void stopObeying() {
        obeying = false;
    }

    void speak(WindowsWords form) {
        words = form;
    }

    List<PasswordWrite> writes() {
        return List.copyOf(writes);
    }

    /** Every Modify since {@link #forget}, each part in words. */
    List<List<String>> modifies() {
        return List.copyOf(modifies);
    }

    /** Requests since {@link #forget} that neither look nor bind nor modify. */
    List<String> others() {
        return List.copyOf(others);
    }

    void forget() {
        modifies.clear();
        others.clear();
    }

    // --- for its handlers

    List<String> listed() {
        return listed;
    }

    boolean obeys(Control hint) {
        return obeying && listed.contains(hint.getOID());
    }

    boolean refuses(String dn, byte[] password) {
        return rules.refuses(dn, password);
    }

    WindowsWords words() {
        return words;
    }

    void record(WindowsWords.Write kind, List<Control> hints) {
        writes.add(new PasswordWrite(
                kind,
                hints.stream().filter(Control::isCritical).map(Control::getOID).toList()));
    }

    void record(List<String> parts) {
        modifies.add(parts);
    }

    void recordOther(String kind) {
        others.add(kind);
    }

    // --- the directory that the contract sees

    @Override
    public ActiveDirectorySettings settings() {
        Settings own = new Settings(new Settings(samba.settings()).with(caFile));
        return own.with(new ServerAddress(ServerAddress.Transport.LDAPS, SambaServer.HOST, listener.getListenPort()));
    }

    @Override
    public ServerAddress addressByWrongName() {
        return new ServerAddress(
                ServerAddress.Transport.LDAPS, samba.addressByWrongName().host(), listener.getListenPort());
    }

    @Override
    public LDAPConnection bind(String dn, String password) throws LDAPException {
        LDAPConnection connection = new LDAPConnection(
                authority.clientContext().getSocketFactory(), verified(), SambaServer.HOST, listener.getListenPort());
        try {
            connection.bind(dn, password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public LDAPConnection administrator() throws LDAPException {
        return samba.administrator();
    }

    @Override
    public void hidePasswordStamp(String accountName, String dn, String readerSid) {
        samba.hidePasswordStamp(accountName, dn, readerSid);
    }

    @Override
    public void close() {
        listener.shutDown(true);
        rules.close();
        try {
            Files.deleteIfExists(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
