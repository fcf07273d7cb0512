package dev.writeback.agent.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where the endpoint's certificate and its private key are, both in PEM.
 *
 * @param certificates the endpoint's own first, then those that lead to its authority
 * @param key unencrypted PKCS#8, EC or RSA
 */
public record CertificateFiles(Path certificates, Path key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final byte[] PROBE = "the key of this certificate".getBytes(StandardCharsets.US_ASCII);

    /** What they hold. */
    record Identity(List<X509Certificate> chain, PrivateKey key) {
        X509Certificate own() {
            return chain.get(0);
        }
    }

    /**
     * Reads both.
     *
     * @throws IOException when one cannot be read or holds something else, or the key is of another certificate
     */
    Identity read() throws IOException {
        Identity found = new Identity(chain(), privateKey());
        if (!fits(found.key(), found.own().getPublicKey())) {
            throw new IOException(key + " is not the key of the first certificate in " + certificates);
        }
        return found;
    }

    private List<X509Certificate> chain() throws IOException {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificates)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new IOException(certificates + " holds no certificate");
            }
            return chain;
        } catch (CertificateException e) {
            throw new IOException(certificates + " does not hold certificates in PEM", e);
        }
    }

    private PrivateKey privateKey() throws IOException {
        byte[] pem = Files.readAllBytes(key);
        try {
            byte[] encoded = decoded(pem);
            try {
                return privateKey(encoded);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    private byte[] decoded(byte[] pem) throws IOException {
        int begin = indexOf(pem, BEGIN, 0);
        int end = indexOf(pem, END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            throw new IOException(
                    key
                            + " does not hold an unencrypted PKCS#8 key in PEM; convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] text = Arrays.copyOfRange(pem, begin + BEGIN.length(), end);
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " is damaged: not base64");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private PrivateKey privateKey(byte[] encoded) throws IOException {
        PKCS8EncodedKeySpec form = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(form);
            } catch (GeneralSecurityException e) {
                continue;
            }
        }
        throw new IOException(key + " holds a key that is neither EC nor RSA, or a damaged one");
    }

    /** The JDK would find out at the first handshake. */
    private static boolean fits(PrivateKey key, PublicKey shown) {
        if (!key.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
