package dev.writeback.agent.keys;

import dev.writeback.agent.state.PrivateFile;
import dev.writeback.protocol.crypto.KeyCertificates;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import dev.writeback.protocol.crypto.Keys;
import dev.writeback.protocol.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keys in a PKCS#12 file (RFC 7292), encrypted by the PIN with what this JDK does by default: PBES2 with PBKDF2,
 * HMAC-SHA256 and AES-256 (JDK 17 and newer).
 *
 * <p>Each entry is a key on P-256 with a certificate by {@link KeyCertificates}; the certificate says use, agent and
 * times. The alias is {@code use-kid}, for people with keytool alone: PKCS#12 aliases do not keep their case.
 */
public final class Pkcs12Storage implements KeyStorage {
    private static final byte[] CHALLENGE = {'p', 'w', 'b'};

    private final Path file;
    private final String agent;
    private final Supplier<Secret> pin;
    private final SecureRandom random;

    /**
     * The keys of that agent in that file, which may not exist yet.
     *
     * @param pin asked each time; the secret is closed after use
     */
    public Pkcs12Storage(Path file, String agent, Supplier<Secret> pin, SecureRandom random) {
        this.file = file;
        this.agent = agent;
        this.pin = pin;
        this.random = random;
    }

    @Override
    public synchronized KeyRing load() throws KeyStorageException {
        try (Pin characters = characters()) {
            return read(characters);
        }
    }

    @Override
    public synchronized KeyRecord generate(KeyUse use, Instant notBefore, Instant expiresAt)
            throws KeyStorageException {
        KeyRecord key = Keys.generate(use, Optional.of(agent), notBefore, expiresAt, random);
        update(keys -> keys.with(key));
        return key;
    }

    @Override
    public synchronized void destroy(KeyId key) throws KeyStorageException {
        update(keys -> keys.without(key));
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private void update(UnaryOperator<KeyRing> change) throws KeyStorageException {
        try (Pin characters = characters();
                FileTurn turn = FileTurn.at(file)) {
            PrivateFile.replace(file, encode(change.apply(read(characters)), characters));
        } catch (IOException e) {
            throw refused("a place that cannot be written", "a directory of the agent's user");
        }
    }

    private KeyRing read(Pin pin) throws KeyStorageException {
        if (Files.notExists(file)) {
            if (Files.notExists(file.toAbsolutePath().getParent())) {
                throw refused("a directory that does not exist", "a PKCS#12 file, or a directory to make it in");
            }
            return KeyRing.empty();
        }
        List<KeyRecord> records = new ArrayList<>();
        try {
            KeyStore store = open(pin);
            for (String alias : Collections.list(store.aliases())) {
                records.add(record(alias, store.getKey(alias, pin.characters()), store.getCertificate(alias)));
            }
            KeyRing ring = KeyRing.of(records);
            if (!Set.of(agent).containsAll(ring.agents())) {
                throw refused("keys of " + ring.agents(), "keys of " + agent);
            }
            return ring;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused("entries that are no keys of an agent", "keys on P-256, each with its certificate");
        }
    }

    private KeyStore open(Pin pin) throws KeyStorageException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), pin.characters());
            return store;
        } catch (AccessDeniedException e) {
            throw refused("a file that this user may not read", "a file of the agent's user");
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? refused("a store that the PIN does not open", "the PIN that it was written with")
                    : refused("what is not a readable PKCS#12 file", "a PKCS#12 file");
        }
    }

    private KeyRecord record(String alias, Key key, Certificate certificate)
            throws KeyStorageException, GeneralSecurityException {
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

    private static byte[] encode(KeyRing keys, Pin pin) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (KeyRecord key : keys.all()) {
                store.setKeyEntry(
                        key.use().wireName() + "-" + key.id(),
                        key.privateKey().orElseThrow(),
                        pin.characters(),
                        new Certificate[] {KeyCertificates.selfSigned(key)});
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, pin.characters());
            return content.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot write PKCS#12", e);
        }
    }

    private Pin characters() throws KeyStorageException {
        try (Secret secret = pin.get()) {
            return Pin.of(secret)
                    .orElseThrow(() -> refused("a PIN with other characters", "a PIN of printable ASCII characters"));
        }
    }

    private KeyStorageException refused(String found, String accepted) {
        return new KeyStorageException(file, found, accepted);
    }
}
