package dev.writeback.agent.keys;

import dev.writeback.agent.config.KeySettings;
import dev.writeback.protocol.crypto.KeyId;
import dev.writeback.protocol.crypto.KeyRecord;
import dev.writeback.protocol.crypto.KeyRing;
import dev.writeback.protocol.crypto.KeyUse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys in a PKCS#11 token, made there and never outside of it. A token may hold other things too: what has no alias of ours,
 * or half of a key that a power cut left behind, is left alone.
 *
 * <p>A token that was away is looked for anew at each call; the records that were loaded before stay broken, so load them
 * again.
 */
final class Pkcs11Storage implements KeyStorage {
    private static final Pattern ALIAS = Pattern.compile("(enc|sig)-[A-Za-z0-9_-]{43}");

    /** SunPKCS11 reads a token's objects one by one, and stumbles over one that another session is making. */
    private static final Object TOKENS = new Object();

    private final TokenLogin login;
    private final String agent;

    Pkcs11Storage(KeySettings.Pkcs11 settings, String agent) {
        this.login = new TokenLogin(settings);
        this.agent = agent;
    }

    @Override
    public KeyRing load() throws KeyStorageException {
        synchronized (TOKENS) {
            return read(login.open());
        }
    }

    private KeyRing read(TokenLogin.Opened token) throws KeyStorageException {
        KeyEntries entries = new KeyEntries(this, agent, Optional.of(token.provider()));
        try {
            List<String> ours = Collections.list(token.objects().aliases()).stream()
                    .filter(alias -> ALIAS.matcher(alias).matches())
                    .filter(alias -> isWhole(token.objects(), alias))
                    .toList();
            return entries.read(token.objects(), ours, null);
        } catch (KeyStoreException | ProviderException e) {
            throw refused("a token that does not say what it holds" + TokenLogin.errorName(e));
        }
    }

    private static boolean isWhole(KeyStore objects, String alias) {
        try {
            return objects.isKeyEntry(alias);
        } catch (KeyStoreException e) {
            throw new ProviderException(e);
        }
    }

    @Override
    public KeyRecord generate(KeyUse use, Instant notBefore, Instant expiresAt) throws KeyStorageException {
        synchronized (TOKENS) {
            return make(use, notBefore, expiresAt);
        }
    }

    private KeyRecord make(KeyUse use, Instant notBefore, Instant expiresAt) throws KeyStorageException {
        TokenLogin.Opened token = login.open();
        // A token with another agent's keys is not this agent's to write to.
        read(token);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", token.provider());
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            KeyRecord key = KeyRecord.inToken(
                    (ECPublicKey) pair.getPublic(),
                    pair.getPrivate(),
                    token.provider(),
                    use,
                    Optional.of(agent),
                    notBefore,
                    expiresAt);
            token.objects().setKeyEntry(KeyEntries.alias(key), pair.getPrivate(), null, KeyEntries.certificate(key));
            return key;
        } catch (GeneralSecurityException | ProviderException | IllegalStateException e) {
            throw refused("a token that makes no key on P-256" + TokenLogin.errorName(e));
        }
    }

    @Override
    public void destroy(KeyId key) throws KeyStorageException {
        synchronized (TOKENS) {
            for (KeyUse use : KeyUse.values()) {
                destroy(KeyEntries.alias(use, key));
            }
        }
    }

    private void destroy(String alias) throws KeyStorageException {
        try {
            KeyStore objects = login.open().objects();
            if (objects.containsAlias(alias)) {
                objects.deleteEntry(alias);
                if (login.open().objects().containsAlias(alias)) {
                    throw refused("a token that keeps what was destroyed");
                }
            }
        } catch (KeyStoreException | ProviderException e) {
            throw refused("a token that does not destroy a key" + TokenLogin.errorName(e));
        }
    }

    @Override
    public void close() {
        synchronized (TOKENS) {
            login.end();
        }
    }

    private KeyStorageException refused(String found) {
        return new KeyStorageException(this, found, "a token for this agent that works with pkcs11-tool");
    }

    @Override
    public String toString() {
        return login.toString();
    }
}
