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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keys in a PKCS#12 file (RFC 7292), encrypted by the PIN with what this JDK does by default: PBES2 with PBKDF2,
 * HMAC-SHA256 and AES-256 (JDK 17 and newer).
 *
 * <p>The JDK's PKCS#12 does not keep the case of aliases.
 */
public final class Pkcs12Storage implements KeyStorage {
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
            if (Files.notExists(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
                throw refused("a directory that does not exist", "a PKCS#12 file, or a directory to make it in");
            }
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
        try (Secret secret = pin.get()) {
            return Pin.of(secret)
                    .orElseThrow(() -> refused("a PIN with other characters", "a PIN of printable ASCII characters"));
        }
    }

    private KeyStorageException refused(String found, String accepted) {
        return new KeyStorageException(file, found, accepted);
    }
}
