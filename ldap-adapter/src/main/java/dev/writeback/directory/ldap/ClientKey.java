package dev.writeback.directory.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.writeback.protocol.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private key that answers a server which asks for a certificate. Its file, PKCS#12, is looked at before each
 * handshake; one that cannot be used leaves the key as it was. Thread-safe.
 */
final class ClientKey extends X509ExtendedKeyManager {
    private static final Logger log = LoggerFactory.getLogger(ClientKey.class);

    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals only
    private record Loaded(byte[] content, X509ExtendedKeyManager keys) {}

    private final Path store;
    private final Supplier<Secret> password;
    private volatile Loaded loaded;

    /**
     * @throws IllegalArgumentException when the store cannot be read or opened, or holds no key
     */
    ClientKey(Path store, Supplier<Secret> password) {
        this.store = store;
        this.password = password;
        try {
            this.loaded = load(Files.readAllBytes(store));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("the client key in " + store + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What is in the file now. */
    byte[] content() throws LDAPException {
        try {
            return Files.readAllBytes(store);
        } catch (IOException e) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR,
                    "the client key in " + store + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private X509ExtendedKeyManager current() {
        Loaded known = loaded;
        try {
            byte[] content = Files.readAllBytes(store);
            if (!Arrays.equals(content, known.content())) {
                known = load(content);
                loaded = known;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            log.atWarn()
                    .setMessage("a changed client key cannot be used; the one before stays")
                    .addKeyValue("store", store)
                    .addKeyValue("found", e.getMessage())
                    .log();
        }
        return known.keys();
    }

    private Loaded load(byte[] content) throws IOException, GeneralSecurityException {
        try (Secret secret = password.get()) {
            char[] pin = secret.map(ClientKey::characters);
            try {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(new ByteArrayInputStream(content), pin);
                // SunX509 takes the keys out at once; the default kind would need the password later.
                KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
                factory.init(keys, pin);
                X509ExtendedKeyManager manager = (X509ExtendedKeyManager) factory.getKeyManagers()[0];
                if (!hasKey(keys)) {
                    throw new GeneralSecurityException("it holds no private key");
                }
                return new Loaded(content, manager);
            } finally {
                Arrays.fill(pin, ' ');
            }
        }
    }

    private static boolean hasKey(KeyStore keys) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return true;
            }
        }
        return false;
    }

    private static char[] characters(byte[] utf8) {
        CharBuffer buffer = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] characters = new char[buffer.length()];
        buffer.get(characters);
        Arrays.fill(buffer.array(), ' ');
        return characters;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current().chooseClientAlias(types, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current().chooseEngineClientAlias(types, issuers, engine);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return current().getClientAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return loaded.keys().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return loaded.keys().getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    KeyManager[] asKeyManagers() {
        return new KeyManager[] {this};
    }
}
