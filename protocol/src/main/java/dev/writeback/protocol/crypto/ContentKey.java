package dev.writeback.protocol.crypto;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AESGCM;
import com.nimbusds.jose.crypto.impl.AESKW;
import com.nimbusds.jose.crypto.impl.AuthenticatedCipherText;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.util.Container;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one JWE's content, by ECDH-ES+A256KW and A256GCM (RFC 7518, sections 4.6 and 5.3). One object serves one
 * message: it seals one content and is wrapped once for each recipient. Thread-safe.
 */
public final class ContentKey {
    /** Length of the initialisation vector in bytes. */
    public static final int IV_BYTES = 12;

    /** Length of the authentication tag in bytes. */
    public static final int TAG_BYTES = 16;

    /** Length of a wrapped content key in bytes. */
    public static final int WRAPPED_BYTES = 40;

    private static final int KEY_BYTES = 32;
    private static final JWEHeader HEADER = new JWEHeader(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM);

    private final SecretKey key;

    private ContentKey(SecretKey key) {
        this.key = key;
    }

    /** A new random key. */
    public static ContentKey generate(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        ContentKey key = new ContentKey(new SecretKeySpec(bytes, "AES"));
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    /**
     * What one recipient needs to get at the content key.
     *
     * @param recipient whose key it was wrapped for
     * @param ephemeral the one-time public key
     * @param bytes the wrapped key
     */
    public record Wrapped(KeyId recipient, EphemeralKey ephemeral, byte[] bytes) {}

    /** Wraps this key for one recipient under a fresh ephemeral key. */
    public Wrapped wrapFor(KeyRecord recipient, SecureRandom random) {
        KeyPair ephemeral = Keys.pair(random);
        try {
            SecretKey shared = ECDH.deriveSharedSecret(recipient.publicKey(), ephemeral.getPrivate(), Providers.CURVES);
            byte[] wrapped = AESKW.wrapCEK(key, wrappingKey(shared), Providers.AES);
            return new Wrapped(recipient.id(), new EphemeralKey((ECPublicKey) ephemeral.getPublic()), wrapped);
        } catch (JOSEException e) {
            throw new IllegalStateException("the content key could not be wrapped", e);
        }
    }

    /**
     * Unwraps with the record's private key; empty when the wrapped bytes are not for this key.
     *
     * @throws IllegalStateException when the record has no private key for decryption
     * @throws KeyUnavailableException when the token that holds the private key fails
     */
    public static Optional<ContentKey> unwrap(KeyRecord own, EphemeralKey ephemeral, byte[] wrapped) {
        PrivateKey privateKey = own.privateKey()
                .filter(present -> own.use() == KeyUse.ENC)
                .orElseThrow(() -> new IllegalStateException("the key " + own.id() + " cannot decrypt"));
        SecretKey shared;
        try {
            shared = agree(own, privateKey, ephemeral.point());
        } catch (JOSEException | ProviderException e) {
            // The point is one of the curve, so nothing a sender chose can fail here.
            throw new KeyUnavailableException(own.id(), e);
        }
        try {
            SecretKey content = AESKW.unwrapCEK(wrappingKey(shared), wrapped, Providers.AES);
            return Optional.of(content)
                    .filter(key -> key.getEncoded().length == KEY_BYTES)
                    .map(ContentKey::new);
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    private static SecretKey agree(KeyRecord own, PrivateKey privateKey, ECPublicKey other) throws JOSEException {
        // A token's provider wants a public key of the JDK's own make.
        return ECDH.deriveSharedSecret(own.isInToken() ? ofTheJdk(other) : other, privateKey, own.provider());
    }

    private static ECPublicKey ofTheJdk(ECPublicKey key) {
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(key.getW(), P256.PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK refused a point that is on the curve", e);
        }
    }

    private static SecretKey wrappingKey(SecretKey shared) throws JOSEException {
        return ECDH.deriveSharedKey(HEADER, shared, new ConcatKDF("SHA-256"));
    }

    /**
     * A sealed content.
     *
     * @param iv {@link #IV_BYTES} bytes
     * @param ciphertext as long as the plaintext
     * @param tag {@link #TAG_BYTES} bytes
     */
    public record Sealed(byte[] iv, byte[] ciphertext, byte[] tag) {}

    /** Seals the content; once per key. The caller still owns {@code plaintext}. */
    public Sealed seal(byte[] plaintext, byte[] additionalData, SecureRandom random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            AuthenticatedCipherText text =
                    AESGCM.encrypt(key, new Container<>(iv), plaintext, additionalData, Providers.AES);
            return new Sealed(iv, text.getCipherText(), text.getAuthenticationTag());
        } catch (JOSEException e) {
            throw new IllegalStateException("the content could not be sealed", e);
        }
    }

    /** The plaintext, which the caller owns and zeroes, or empty when the content is not authentic. */
    public Optional<byte[]> open(Sealed sealed, byte[] additionalData) {
        try {
            return Optional.of(
                    AESGCM.decrypt(key, sealed.iv(), sealed.ciphertext(), additionalData, sealed.tag(), Providers.AES));
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ContentKey[redacted]";
    }
}
