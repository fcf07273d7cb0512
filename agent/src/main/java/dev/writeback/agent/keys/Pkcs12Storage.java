package dev.writeback.agent.keys;

import dev.writeback.agent.state.PrivateFile;
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
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keys in a PKCS#12 file (RFC 7292), encrypted by the PIN with what this JDK does by default: PBES2 with PBKDF2,
 * HMAC-SHA256, 10,000 rounds and AES-256 for keys and certificates, and an HMAC-SHA256 by the same PIN and rounds over the
 * whole (JDK 17 and newer).
 *
 * <p>The JDK's PKCS#12 does not keep the case of aliases.
 */
public final class Pkcs12Storage implements KeyStorage {
    private final Path file;
    private final String agent;
    private final PinSource pin;
    private final SecureRandom random;

    /**
     * The keys of that agent in that file, which may not exist yet.
     *
     * @param pin asked each time; the secret is closed after use
     */
    public Pkcs12Storage(Path file, String agent, PinSource pin, SecureRandom random) {
        this.file = file;
        this.agent = agent;
        this.pin = pin;
        this.random = random;
    }

    @Override
    public synchronized KeyRing load() throws KeyStorageException {
        if (isMissing()) {
            return KeyRing.empty();
        }
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
        Optional<String> weakenedBy = Pkcs12Strength.weakenedBy();
        if (weakenedBy.isPresent()) {
            throw refused(
                    "a Java runtime that is told to protect it less, by the property " + weakenedBy.get(),
                    "AES-256 with HMAC-SHA-2 and 10000 rounds at least: remove that property");
        }
        // The PIN may be made now, so that is part of the turn.
        try (FileTurn turn = FileTurn.at(file);
                Pin characters = characters()) {
            PrivateFile.replace(file, encode(change.apply(read(characters)), characters));
        } catch (IOException e) {
            throw refused("a place that cannot be written", "a directory of the agent's user");
        }
    }

    private boolean isMissing() throws KeyStorageException {
        if (Files.notExists(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
            throw refused("a directory that does not exist", "a PKCS#12 file, or a directory to make it in");
        }
        return Files.notExists(file);
    }

    private KeyRing read(Pin pin) throws KeyStorageException {
        if (isMissing()) {
            return KeyRing.empty();
        }
        try {
            KeyStore store = open(pin);
            return new KeyEntries(file, agent, Optional.empty())
                    .read(store, Collections.list(store.aliases()), pin.characters());
        } catch (GeneralSecurityException e) {
            throw refused("what is not a readable PKCS#12 file", "a PKCS#12 file");
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

    private static byte[] encode(KeyRing keys, Pin pin) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (KeyRecord key : keys.all()) {
                store.setKeyEntry(
                        KeyEntries.alias(key),
                        key.privateKey().orElseThrow(),
                        pin.characters(),
                        KeyEntries.certificate(key));
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, pin.characters());
            return content.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot write PKCS#12", e);
        }
    }

    private Pin characters() throws KeyStorageException {
        try (Secret secret = pin.read()) {
            return Pin.of(secret)
                    .orElseThrow(() -> refused("a PIN with other characters", "a PIN of printable ASCII characters"));
        }
    }

    private KeyStorageException refused(String found, String accepted) {
        return new KeyStorageException(file, found, accepted);
    }
}
