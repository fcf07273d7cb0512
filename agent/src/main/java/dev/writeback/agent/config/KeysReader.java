package dev.writeback.agent.config;

import dev.writeback.agent.files.Stake;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code keys}: exactly one place for the agent's private keys. */
final class KeysReader {
    private static final String STORE = "store";
    private static final String PASSWORD_FILE = "passwordFile";
    private static final String PKCS11 = "pkcs11";
    private static final String DPAPI = "dpapi";
    private static final String TOKEN_LABEL = "tokenLabel";
    private static final String SLOT = "slot";
    private static final String ACCEPTED = "one of: store and passwordFile, pkcs11, dpapi";

    /** What the JDK's provider can name. */
    static final IntRange SLOTS = new IntRange(0, Integer.MAX_VALUE);

    private KeysReader() {}

    static Supplier<KeySettings> read(Section section) {
        boolean inToken = section.has(PKCS11);
        boolean byWindows = section.has(DPAPI);
        boolean inFile = section.has(STORE) || section.has(PASSWORD_FILE) || !inToken && !byWindows;
        Supplier<KeySettings> file = file(section, inFile);
        Supplier<KeySettings> token = token(section.optionalSection(PKCS11));
        Supplier<KeySettings> windows = windows(section.optionalSection(DPAPI));
        if (inToken && inFile) {
            section.refuse(PKCS11, "a second place for the keys", ACCEPTED);
        }
        if (byWindows && (inFile || inToken)) {
            section.refuse(DPAPI, "a second place for the keys", ACCEPTED);
        }
        section.end();
        return inToken ? token : byWindows ? windows : file;
    }

    private static Supplier<KeySettings> file(Section section, boolean needed) {
        Optional<Path> store = section.alternative(STORE, needed).ownFile(Stake.SECRET);
        Optional<SecretReference> password =
                section.alternativeSecret(PASSWORD_FILE, needed).secret();
        return () -> new KeySettings.Pkcs12(store.orElseThrow(), password.orElseThrow());
    }

    private static Supplier<KeySettings> token(Section section) {
        Optional<Path> library = section.required("library").file("a PKCS#11 library");
        boolean bySlot = section.has(SLOT);
        Optional<TokenName> label = section.alternative(TOKEN_LABEL, !bySlot)
                .text(TokenName.Label.FORM)
                .map(TokenName.Label::new);
        Optional<TokenName> slot =
                section.alternative(SLOT, false).number(SLOTS).map(TokenName.Slot::new);
        if (bySlot && section.has(TOKEN_LABEL)) {
            section.refuse(SLOT, "a second name of the token", "one of: tokenLabel, slot");
        }
        Optional<SecretReference> pin = section.secret("pinFile").secret();
        section.end();
        return () -> new KeySettings.Pkcs11(
                library.orElseThrow(), label.or(() -> slot).orElseThrow(), pin.orElseThrow());
    }

    private static Supplier<KeySettings> windows(Section section) {
        Optional<Path> store = section.required("store").ownFile(Stake.SECRET);
        Optional<Path> pin = section.required("pinFile").ownFile(Stake.SECRET);
        Optional<Boolean> machine = section.optional("scope").text("user or machine", KeysReader::isMachine);
        section.end();
        return () -> new KeySettings.Dpapi(store.orElseThrow(), pin.orElseThrow(), machine.orElse(false));
    }

    private static boolean isMachine(String scope) {
        return switch (scope) {
            case "user" -> false;
            case "machine" -> true;
            default -> throw new IllegalArgumentException();
        };
    }
}
