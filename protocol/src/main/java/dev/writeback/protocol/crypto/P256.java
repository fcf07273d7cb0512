package dev.writeback.protocol.crypto;

import com.nimbusds.jose.crypto.utils.ECChecks;
import dev.writeback.protocol.json.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.util.BigIntegers;

/** The curve P-256 (FIPS 186-5), its points and its keys. */
final class P256 {
    /** Length of a coordinate, a scalar, and half an ES256 signature, in bytes. */
    static final int BYTES = 32;

    static final ECParameterSpec PARAMETERS = namedCurve();
    private static final BigInteger PRIME = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();

    private P256() {}

    /** With its name: keys on a curve given by its numbers alone are encoded so, which the JDK and RFC 5480 refuse. */
    private static ECParameterSpec namedCurve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", Providers.CURVES);
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle knows P-256", e);
        }
    }

    /** The public key at that affine point, or empty when it is no point of the curve. Infinity has no such form. */
    static Optional<ECPublicKey> point(byte[] x, byte[] y) {
        if (x.length != BYTES || y.length != BYTES) {
            return Optional.empty();
        }
        return point(new BigInteger(1, x), new BigInteger(1, y));
    }

    static Optional<ECPublicKey> point(BigInteger x, BigInteger y) {
        boolean inField = x.signum() >= 0 && y.signum() >= 0 && x.compareTo(PRIME) < 0 && y.compareTo(PRIME) < 0;
        if (!inField || !ECChecks.isPointOnCurve(x, y, PARAMETERS)) {
            return Optional.empty();
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("EC", Providers.CURVES);
            return Optional.of(
                    (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle refused a point that is on the curve", e);
        }
    }

    /** The private key with that scalar, or empty when it is not in [1, n-1]. */
    static Optional<PrivateKey> scalar(byte[] d) {
        return d.length == BYTES ? scalar(new BigInteger(1, d)) : Optional.empty();
    }

    static Optional<PrivateKey> scalar(BigInteger scalar) {
        if (scalar.signum() <= 0 || scalar.compareTo(PARAMETERS.getOrder()) >= 0) {
            return Optional.empty();
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("EC", Providers.CURVES);
            return Optional.of(factory.generatePrivate(new ECPrivateKeySpec(scalar, PARAMETERS)));
        } catch (GeneralSecurityException e) {
            // Without the cause: nothing about a private key goes into a text.
            throw new IllegalStateException("Bouncy Castle refused a scalar that is in range");
        }
    }

    static boolean isOnThisCurve(ECParameterSpec parameters) {
        return parameters.getCurve().equals(PARAMETERS.getCurve())
                && parameters.getGenerator().equals(PARAMETERS.getGenerator())
                && parameters.getOrder().equals(PARAMETERS.getOrder());
    }

    /** Whether the public key is the private key's own. */
    static boolean isPair(ECPublicKey publicKey, PrivateKey privateKey) {
        ECPoint expected = publicKey.getW();
        org.bouncycastle.math.ec.ECPoint actual = CustomNamedCurves.getByName("secp256r1")
                .getG()
                .multiply(((ECPrivateKey) privateKey).getS())
                .normalize();
        return actual.getAffineXCoord().toBigInteger().equals(expected.getAffineX())
                && actual.getAffineYCoord().toBigInteger().equals(expected.getAffineY());
    }

    static byte[] x(ECPublicKey key) {
        return BigIntegers.asUnsignedByteArray(BYTES, key.getW().getAffineX());
    }

    static byte[] y(ECPublicKey key) {
        return BigIntegers.asUnsignedByteArray(BYTES, key.getW().getAffineY());
    }

    /** RFC 7638: SHA-256 over the required members in alphabetical order. */
    static KeyId thumbprint(ECPublicKey key) {
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + Base64Url.encode(x(key)) + "\",\"y\":\""
                + Base64Url.encode(y(key)) + "\"}";
        return new KeyId(Base64Url.encode(sha256(members.getBytes(StandardCharsets.US_ASCII))));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
