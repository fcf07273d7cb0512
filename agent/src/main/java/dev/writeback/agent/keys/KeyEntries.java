package dev.writeback.agent.keys;

import dev.writeback.protocol.crypto.KeyCertificates;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a JDK key store that are an agent's keys: each a private key on P-256 and its certificate by
 * {@link KeyCertificates}, which says use, agent and times. The alias is {@code use-kid}, for people with keytool or
 * pkcs11-tool alone.
 *
 * @param place for messages
 * @param agent whose keys they have to be
 * @param token where the private keys are, when they are not in this process
 */
record KeyEntries(Object place, String agent, Optional<Provider> token) {
    private static final byte[] CHALLENGE = {'p', 'w', 'b'};

    static String alias(KeyRecord key) {
        return alias(key.use(), key.id());
    }

    static String alias(KeyUse use, KeyId id) {
        return use.wireName() + "-" + id;
    }

    static Certificate[] certificate(KeyRecord key) {
        return new Certificate[] {KeyCertificates.selfSigned(key)};
    }

    /**
     * @param pin of each entry, where entries have one
     */
    KeyRing read(KeyStore store, List<String> aliases, char @Nullable [] pin) throws KeyStorageException {
        List<KeyRecord> records = new ArrayList<>();
        try {
            for (String alias : aliases) {
                records.add(record(alias, store.getKey(alias, pin), store.getCertificate(alias)));
            }
            KeyRing ring = KeyRing.of(records);
            if (!Set.of(agent).containsAll(ring.agents())) {
                throw new KeyStorageException(place, "keys of " + ring.agents(), "keys of " + agent);
            }
            return ring;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyStorageException(
                    place, "entries that are no keys of an agent", "keys on P-256, each with its certificate");
        }
    }

    private KeyRecord record(String alias, Key key, Certificate certificate)
            throws KeyStorageException, GeneralSecurityException {
        if (!(key instanceof PrivateKey privateKey) || !(certificate instanceof X509Certificate facts)) {
            throw new KeyStorageException(
                    place, "the entry " + alias + " without private key and certificate", "entries with both");
        }
        if (!belongTogether(privateKey, facts)) {
            throw new KeyStorageException(
                    place, "the entry " + alias + " with the certificate of another key", "each key with its own");
        }
        if (token.isPresent() && privateKey.getEncoded() != null) {
            throw new KeyStorageException(
                    place,
                    "the private key " + alias + ", which the token gives away",
                    "keys that were made in the token");
        }
        return token.isPresent()
                ? KeyCertificates.toRecord(facts, privateKey, token.get())
                : KeyCertificates.toRecord(facts, privateKey);
    }

    private boolean belongTogether(PrivateKey privateKey, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = "SHA256withECDSA";
        Signature signer =
                token.isPresent() ? Signature.getInstance(algorithm, token.get()) : Signature.getInstance(algorithm);
        signer.initSign(privateKey);
        signer.update(CHALLENGE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(CHALLENGE);
        return verifier.verify(signature);
    }
}
