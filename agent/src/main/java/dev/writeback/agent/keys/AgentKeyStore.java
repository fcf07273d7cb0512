package dev.writeback.agent.keys;

import dev.writeback.protocol.crypto.KeyCertificates;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The agent's own keys in a PKCS#12 file (RFC 7292), encrypted by the PIN with what this JDK does by default: PBES2 with
 * PBKDF2, HMAC-SHA256 and AES-256 (JDK 17 and newer).
 *
 * <p>Each entry is a key on P-256 with a certificate by {@link KeyCertificates}; the certificate says use, agent and
 * times. The alias is {@code use-kid}, for people with keytool alone: PKCS#12 aliases do not keep their case. Not
 * thread-safe.
 */
public final class AgentKeyStore {
    private static final byte[] CHALLENGE = {'p', 'w', 'b'};

    private final Path file;

    /** The store in that file, which may not exist yet. */
    public AgentKeyStore(Path file) {
        this.file = file;
    }

    /**
     * Reads all keys, with their private halves; their times are not looked at.
     *
     * @param agent whose keys they have to be
     * @throws KeyFileException when the file is no such store, the PIN is wrong, or a key is not this agent's
     */
    public KeyRing read(Secret pin, String agent) throws KeyFileException {
        List<KeyRecord> records = new ArrayList<>();
        try (Pin characters = characters(pin)) {
            KeyStore store = open(characters);
            for (String alias : Collections.list(store.aliases())) {
                records.add(record(alias, store.getKey(alias, characters.characters()), store.getCertificate(alias)));
            }
            KeyRing ring = KeyRing.of(records);
            if (!ring.agents().equals(Set.of(agent))) {
                throw refused("keys of " + (records.isEmpty() ? "nobody" : ring.agents()), "keys of " + agent);
            }
            return ring;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused("entries that are no keys of an agent", "keys on P-256, each with its certificate");
        }
    }

    private KeyStore open(Pin pin) throws KeyFileException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), pin.characters());
            return store;
        } catch (NoSuchFileException e) {
            throw refused("no such file", "a PKCS#12 file");
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? refused("a store that the PIN does not open", "the PIN that it was written with")
                    : refused("what is not a readable PKCS#12 file", "a PKCS#12 file");
        }
    }

    private KeyRecord record(String alias, Key key, Certificate certificate)
            throws KeyFileException, GeneralSecurityException {
        if (!(key instanceof PrivateKey privateKey) || !(certificate instanceof X509Certificate facts)) {
            throw refused("the entry " + alias + " without private key and certificate", "entries with both");
        }
        KeyRecord record = KeyCertificates.toRecord(facts, privateKey);
        if (!belongTogether(record, facts)) {
            throw refused("the entry " + alias + " with the certificate of another key", "each key with its own");
        }
        return record;
    }

    private static boolean belongTogether(KeyRecord record, X509Certificate certificate)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(record.privateKey().orElseThrow());
        signer.update(CHALLENGE);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(CHALLENGE);
        return verifier.verify(signature);
    }

    /**
     * Replaces the file, atomically, with one that only its owner can read.
     *
     * @param keys each with its private half and its agent
     * @throws KeyFileException when the file cannot be written
     */
    public void write(KeyRing keys, Secret pin) throws KeyFileException {
        try (Pin characters = characters(pin)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (KeyRecord key : keys.all()) {
                X509Certificate certificate = KeyCertificates.selfSigned(key);
                store.setKeyEntry(
                        key.use().wireName() + "-" + key.id(),
                        key.privateKey().orElseThrow(),
                        characters.characters(),
                        new Certificate[] {certificate});
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, characters.characters());
            PrivateFile.replace(file, content.toByteArray());
        } catch (IOException e) {
            throw refused("a place that cannot be written", "a directory of the agent's user");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot write PKCS#12", e);
        }
    }

    private Pin characters(Secret pin) throws KeyFileException {
        return Pin.of(pin)
                .orElseThrow(() -> refused("a PIN with other characters", "a PIN of printable ASCII characters"));
    }

    private KeyFileException refused(String found, String accepted) {
        return new KeyFileException(file, found, accepted);
    }
}
