package dev.writeback.protocol.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.util.Arrays;

/** ES256 of RFC 7518, section 3.4: the signature is r and s, 32 bytes each. Stateless and thread-safe. */
public final class Es256 {
    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = 2 * P256.BYTES;

    private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.ES256);

    private Es256() {}

    /**
     * Signs with the record's private key.
     *
     * @throws IllegalStateException when the record has no private key for signing
     * @throws KeyUnavailableException when the token that holds the private key fails
     */
    public static byte[] sign(KeyRecord key, byte[] input) {
        PrivateKey privateKey = key.privateKey()
                .filter(present -> key.use() == KeyUse.SIG)
                .orElseThrow(() -> new IllegalStateException("the key " + key.id() + " cannot sign"));
        try {
            ECDSASigner signer = new ECDSASigner(privateKey, Curve.P_256);
            signer.getJCAContext().setProvider(key.provider());
            return signer.sign(HEADER, input).decode();
        } catch (JOSEException | ProviderException e) {
            throw new KeyUnavailableException(key.id(), e);
        }
    }

    /** Whether r and s are both in [1, n-1]; without that a signature is not worth a look. */
    public static boolean isInRange(byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && isScalar(Arrays.copyOf(signature, P256.BYTES))
                && isScalar(Arrays.copyOfRange(signature, P256.BYTES, SIGNATURE_BYTES));
    }

    private static boolean isScalar(byte[] half) {
        BigInteger number = new BigInteger(1, half);
        return number.signum() > 0 && number.compareTo(P256.PARAMETERS.getOrder()) < 0;
    }

    /** Whether the signature is this key's over {@code input}. The header of the message has no say in it. */
    public static boolean verify(KeyRecord key, byte[] input, byte[] signature) {
        if (key.use() != KeyUse.SIG || !isInRange(signature)) {
            return false;
        }
        try {
            ECDSAVerifier verifier = new ECDSAVerifier(key.publicKey());
            verifier.getJCAContext().setProvider(Providers.CURVES);
            return verifier.verify(HEADER, input, Base64URL.encode(signature));
        } catch (JOSEException e) {
            return false;
        }
    }
}
