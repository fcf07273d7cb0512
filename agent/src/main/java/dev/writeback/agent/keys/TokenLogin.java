package dev.writeback.agent.keys;

import dev.writeback.agent.config.KeySettings;
import dev.writeback.agent.config.TokenName;
import dev.writeback.agent.keys.token.PinState;
import dev.writeback.agent.keys.token.Token;
import dev.writeback.agent.keys.token.TokenLibrary;
import dev.writeback.agent.keys.token.TokenLibraryException;
import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into a PKCS#11 token: the JDK's provider, logged in. A token locks itself after a few wrong PINs, so a PIN that was
 * refused is not sent again, and where the token says that a wrong one was tried before, none is sent at all. Not thread-safe.
 */
final class TokenLogin {
    private static final Logger log = LoggerFactory.getLogger(TokenLogin.class);

    // What the provider's configuration has no way to quote, or would expand.
    private static final Pattern UNSPEAKABLE = Pattern.compile(".*[\"$\\p{Cntrl}].*", Pattern.DOTALL);
    private static final Pattern ERROR_NAME = Pattern.compile("CKR_[A-Z0-9_]+");

    private static final String CONFIGURATION = """
            --name = writeback
            library = "%s"
            slot = %d
            attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_TOKEN = true
              CKA_PRIVATE = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
              CKA_DERIVE = true
              CKA_DECRYPT = false
              CKA_UNWRAP = false
            }
            attributes(generate, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
              CKA_TOKEN = false
              CKA_SENSITIVE = false
              CKA_EXTRACTABLE = true
            }
            """;

    private static final int ATTEMPTS = 5;

    private final KeySettings.Pkcs11 settings;
    private Optional<AuthProvider> provider = Optional.empty();
    private boolean wrongPin;

    TokenLogin(KeySettings.Pkcs11 settings) {
        this.settings = settings;
    }

    /** What the token holds at this moment. */
    record Opened(AuthProvider provider, KeyStore objects) {}

    Opened open() throws KeyStorageException {
        Optional<Opened> still = provider.flatMap(TokenLogin::withoutPin);
        if (still.isPresent()) {
            return still.get();
        }
        // A provider whose sessions are gone stays broken, also when its token comes back.
        Token token = find();
        // Before a provider is made: the runtime never frees one.
        requireUnspentPin(token);
        AuthProvider fresh = provider(token);
        provider = Optional.of(fresh);
        Optional<Opened> alreadyIn = withoutPin(fresh);
        return alreadyIn.isPresent() ? alreadyIn.get() : logIn(fresh);
    }

    private static Optional<Opened> withoutPin(AuthProvider provider) {
        try {
            return Optional.of(new Opened(provider, objects(provider, null)));
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            return Optional.empty();
        }
    }

    private static KeyStore objects(AuthProvider provider, char @Nullable [] pin)
            throws IOException, GeneralSecurityException {
        for (int attempt = 1; true; attempt++) {
            try {
                KeyStore objects = KeyStore.getInstance("PKCS11", provider);
                objects.load(null, pin);
                return objects;
            } catch (ProviderException e) {
                throw e;
            } catch (RuntimeException e) {
                // Another process was making an object at that moment, see Pkcs11Storage.
                if (attempt == ATTEMPTS) {
                    throw new ProviderException(e);
                }
            }
        }
    }

    private Token find() throws KeyStorageException {
        List<Token> all;
        try {
            all = TokenLibrary.load(settings.library()).tokens();
        } catch (TokenLibraryException e) {
            throw refused(String.valueOf(e.getMessage()), "the PKCS#11 library of the token's maker");
        }
        List<Token> meant =
                all.stream().filter(token -> isMeant(settings.token(), token)).toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw meant.isEmpty()
                ? refused(
                        all.isEmpty() ? "no token that has been initialised" : "only " + names(all),
                        "that token, plugged in and initialised")
                : refused(names(meant), "one token of that label, or keys.pkcs11.slot");
    }

    private static boolean isMeant(TokenName name, Token token) {
        return name instanceof TokenName.Label label
                ? token.label().equals(label.label())
                : token.slot() == ((TokenName.Slot) name).number();
    }

    private static String names(List<Token> tokens) {
        return tokens.stream()
                .map(token -> "'" + printable(token.label()) + "' in slot " + token.slot())
                .collect(Collectors.joining(", ", tokens.size() == 1 ? "the token " : "the tokens ", ""));
    }

    private static String printable(String label) {
        return label.replaceAll("[^ -~]", "?");
    }

    private AuthProvider provider(Token token) throws KeyStorageException {
        String library = settings.library().toString();
        if (UNSPEAKABLE.matcher(library).matches()) {
            throw refused("a path with a quotation mark, a dollar sign or a control character", "a path without");
        }
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw refused("a Java runtime without the provider SunPKCS11", "one with the module jdk.crypto.cryptoki");
        }
        try {
            return (AuthProvider) base.configure(
                    String.format(Locale.ROOT, CONFIGURATION, library.replace("\\", "\\\\"), token.slot()));
        } catch (InvalidParameterException | ProviderException e) {
            throw refused("a token that does not start" + errorName(e), "a token that works with pkcs11-tool");
        }
    }

    private Opened logIn(AuthProvider fresh) throws KeyStorageException {
        try (Secret secret = settings.pin().read();
                Pin pin = Pin.of(secret)
                        .orElseThrow(() -> refused("a PIN with other characters", "printable ASCII characters"))) {
            return new Opened(fresh, objects(fresh, pin.characters()));
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            if (hasCause(e, FailedLoginException.class)) {
                wrongPin = true;
                throw wrongPin();
            }
            throw refused("a token that does not open" + errorName(e), "a token that works with pkcs11-tool");
        }
    }

    private void requireUnspentPin(Token token) throws KeyStorageException {
        if (wrongPin) {
            throw wrongPin();
        }
        switch (token.pin()) {
            case READY -> {}
            case MISTAKEN, LAST_TRY ->
                throw refused(
                        "a token on which a wrong PIN was tried since the last good log-in; none was sent, so that it does"
                                + " not lock itself" + (token.pin() == PinState.LAST_TRY ? " at the next one" : ""),
                        "a right PIN in keys.pkcs11.pinFile, then one good log-in by hand: "
                                + tool("--login --list-objects"));
            case LOCKED ->
                throw refused(
                        "a token that has locked its PIN",
                        "a PIN set anew by the token's security officer: "
                                + tool("--login --login-type so --init-pin"));
            case NOT_SET ->
                throw refused("a token that was given no PIN", "a PIN: " + tool("--login --login-type so --init-pin"));
        }
    }

    private KeyStorageException wrongPin() {
        return refused(
                "a token that refuses the PIN; it is not sent again before the agent is started anew",
                "the token's PIN in keys.pkcs11.pinFile, then one good log-in by hand: "
                        + tool("--login --list-objects"));
    }

    private String tool(String action) {
        String token = settings.token() instanceof TokenName.Label label
                ? "--token-label '" + label.label().replace("'", "'\\''") + "'"
                : "--slot " + ((TokenName.Slot) settings.token()).number();
        return "pkcs11-tool --module " + settings.library() + " " + token + " " + action;
    }

    /** Ends the log-in, also for others in this process who work with the same token. */
    void end() {
        provider.ifPresent(used -> {
            try {
                used.logout();
            } catch (LoginException | ProviderException e) {
                log.atDebug().setMessage("the token is gone already").log();
            }
        });
        provider = Optional.empty();
    }

    /** The name that PKCS#11 gives to what went wrong, in brackets; a library's own words stay out. */
    static String errorName(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Matcher name = ERROR_NAME.matcher(String.valueOf(cause.getMessage()));
            if (name.find()) {
                return " (" + name.group() + ")";
            }
        }
        return "";
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private KeyStorageException refused(String found, String accepted) {
        return new KeyStorageException(this, found, accepted);
    }

    @Override
    public String toString() {
        return settings.token() + " of " + settings.library();
    }
}
