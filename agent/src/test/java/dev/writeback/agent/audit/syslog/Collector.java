package dev.writeback.agent.audit.syslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A syslog collector of RFC 5425 on loopback, with a certificate of its own. */
final class Collector implements AutoCloseable {
    private static final char[] NO_PASSWORD = "collector".toCharArray();

    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final SSLServerSocket listener;
    private final X509Certificate certificate;
    private volatile SSLSocket connection;

    Collector(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        certificate = certificate(pair, name);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("collector", pair.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "collector");
        thread.setDaemon(true);
        thread.start();
    }

    private static X509Certificate certificate(KeyPair pair, String name) throws Exception {
        X500Name subject = new X500Name("CN=" + name);
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(now.minusSeconds(3600)),
                Date.from(now.plusSeconds(3600)),
                subject,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("localhost", listener.getLocalPort());
    }

    Path pem(Path directory) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return Files.writeString(
                directory.resolve("collector.pem"),
                "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** The next whole message. */
    String next() throws InterruptedException {
        String message = messages.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    /** Hangs up on whoever is connected. */
    void hangUp() throws IOException {
        connection.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                connection = accepted;
                read(accepted.getInputStream());
            } catch (IOException e) {
                // A client that does not trust this server, or has gone.
                continue;
            }
        }
    }

    private void read(InputStream in) throws IOException {
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0) {
            if (next != ' ') {
                length.write(next);
                continue;
            }
            byte[] message = in.readNBytes(Integer.parseInt(length.toString(StandardCharsets.US_ASCII)));
            messages.add(new String(message, StandardCharsets.UTF_8));
            length.reset();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
