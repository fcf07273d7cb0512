package dev.writeback.agent.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.writeback.agent.config.KeySettings;
import dev.writeback.agent.config.SecretReferences;
import dev.writeback.agent.config.TokenName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives tests tokens of SoftHSM2, and does to them from outside what happens to real ones. All tokens are made before the
 * library starts in this process, which takes no notice of later ones.
 *
 * <p>Where SoftHSM2 is not installed, the class is reported as skipped with the reason; with {@code SOFTHSM_REQUIRED=true} in
 * the environment it fails instead.
 */
final class SoftHsm implements BeforeAllCallback, ExecutionCondition {
    static final String PIN = "canary-1234";
    private static final String SO_PIN = "canary-5678";

    private static final Optional<Path> LIBRARY = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();
    private static final int TOKENS = 40;
    private static final AtomicInteger USED = new AtomicInteger();
    private static Optional<Path> made = Optional.empty();

    // Positions in CK_FUNCTION_LIST.
    private static final int OPEN_SESSION = 12;
    private static final int CLOSE_ALL_SESSIONS = 14;
    private static final int LOGOUT = 19;

    private interface LibC extends Library {
        int setenv(String name, String value, int overwrite);
    }

    static Path library() {
        return LIBRARY.orElseThrow();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return LIBRARY.isPresent() || "true".equals(System.getenv("SOFTHSM_REQUIRED"))
                ? ConditionEvaluationResult.enabled("SoftHSM2 is here")
                : ConditionEvaluationResult.disabled("SoftHSM2 is not installed");
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws IOException {
        folder();
    }

    /** Made once for the whole process: the library reads its environment once. */
    private static synchronized Path folder() throws IOException {
        if (made.isEmpty()) {
            Path folder = Files.createTempDirectory("softhsm");
            Files.createDirectory(folder.resolve("tokens"));
            Path configuration = Files.writeString(
                    folder.resolve("softhsm2.conf"),
                    "directories.tokendir = " + folder.resolve("tokens") + "\nobjectstore.backend = file\n");
            // The library asks the process, not Java's copy of its environment.
            Native.load("c", LibC.class).setenv("SOFTHSM2_CONF", configuration.toString(), 1);
            made = Optional.of(folder);
            for (int i = 1; i <= TOKENS; i++) {
                make("writeback-" + i);
            }
            make("twin");
            make("twin");
        }
        return made.get();
    }

    private static void make(String label) throws IOException {
        tool("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN);
    }

    /** An empty token that no other test has. */
    KeySettings.Pkcs11 newToken() {
        int number = USED.incrementAndGet();
        assertThat(number).isLessThanOrEqualTo(TOKENS);
        return token("writeback-" + number, PIN);
    }

    KeySettings.Pkcs11 token(String label, String pin) {
        return new KeySettings.Pkcs11(library(), new TokenName.Label(label), SecretReferences.of(pin));
    }

    /** What pkcs11-tool sees, logged in as the user. */
    String listing(KeySettings.Pkcs11 token) {
        return pkcs11Tool(token, "--login", "--pin", PIN, "--list-objects");
    }

    String pkcs11Tool(KeySettings.Pkcs11 token, String... action) {
        Stream<String> whole = Stream.concat(
                Stream.of(
                        "pkcs11-tool",
                        "--module",
                        library().toString(),
                        "--token-label",
                        ((TokenName.Label) token.token()).label()),
                Stream.of(action));
        return tool(whole.toArray(String[]::new));
    }

    private static String tool(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment()
                    .put("SOFTHSM2_CONF", folder().resolve("softhsm2.conf").toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As when the token has logged us out: private objects are gone, sessions are not. */
    void logOut(KeySettings.Pkcs11 token) throws Exception {
        NativeLong slot = slot(token);
        NativeLongByReference session = new NativeLongByReference();
        long serialReadWrite = 6;
        call(OPEN_SESSION, slot, new NativeLong(serialReadWrite), Pointer.NULL, Pointer.NULL, session);
        call(LOGOUT, session.getValue());
    }

    /** As when the token was pulled out and plugged in again. */
    void pullOutAndPlugIn(KeySettings.Pkcs11 token) throws Exception {
        call(CLOSE_ALL_SESSIONS, slot(token));
    }

    private static NativeLong slot(KeySettings.Pkcs11 token) throws Exception {
        return new NativeLong(dev.writeback.agent.keys.token.TokenLibrary.load(library()).tokens().stream()
                .filter(present -> present.label().equals(((TokenName.Label) token.token()).label()))
                .findFirst()
                .orElseThrow()
                .slot());
    }

    private static long call(int function, Object... arguments) {
        PointerByReference list = new PointerByReference();
        NativeLibrary.getInstance(library().toString())
                .getFunction("C_GetFunctionList")
                .invokeInt(new Object[] {list});
        Pointer address = list.getValue().getPointer(Native.POINTER_SIZE * (function + 1L));
        return ((NativeLong) Function.getFunction(address).invoke(NativeLong.class, arguments)).longValue();
    }
}
