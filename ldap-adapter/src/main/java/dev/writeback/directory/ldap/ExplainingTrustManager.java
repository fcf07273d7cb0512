package dev.writeback.directory.ldap;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Says, when a chain is refused, what was presented and what is trusted. */
final class ExplainingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final String trusted;
    private final Consumer<X509Certificate[]> witness;

    /**
     * @param witness sees each chain before it is judged
     */
    ExplainingTrustManager(X509ExtendedTrustManager judge, String trusted, Consumer<X509Certificate[]> witness) {
        this.judge = judge;
        this.trusted = trusted;
        this.witness = witness;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void explain(X509Certificate[] chain, Check check) throws CertificateException {
        witness.accept(chain.clone());
        try {
            check.run();
        } catch (CertificateException e) {
            X509Certificate leaf = chain[0];
            throw new CertificateException(
                    "the server's certificate is not trusted: found subject '" + leaf.getSubjectX500Principal()
                            + "' issued by '" + leaf.getIssuerX500Principal() + "', valid "
                            + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant() + validity(leaf) + "; trusted are " + trusted + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static String validity(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return "";
        } catch (CertificateExpiredException e) {
            return ", so it has expired";
        } catch (CertificateNotYetValidException e) {
            return ", so it is not valid yet";
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        explain(chain, () -> judge.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        explain(chain, () -> judge.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        explain(chain, () -> judge.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
