package dev.writeback.it.enrolment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PKCS#11 token of SoftHSM2 in a folder. Other processes reach it through {@link #environment}.
 *
 * @param folder which exists
 */
record SoftToken(Path folder, String label, String pin) {
    private static final String SECURITY_OFFICER = "0000-canary";
    private static final Optional<Path> LIBRARY = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();

    /**
     * Where SoftHSM2 is not installed, the class is reported as skipped with the reason; with {@code SOFTHSM_REQUIRED=true} in
     * the environment it fails instead.
     */
    static final class Needed implements BeforeAllCallback, ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return LIBRARY.isPresent() || "true".equals(System.getenv("SOFTHSM_REQUIRED"))
                    ? ConditionEvaluationResult.enabled("SoftHSM2 is here")
                    : ConditionEvaluationResult.disabled("SoftHSM2 is not installed");
        }

        @Override
        public void beforeAll(ExtensionContext context) {
            library();
        }
    }

    static Path library() {
        return LIBRARY.orElseThrow(() -> new IllegalStateException("SoftHSM2 is not installed"));
    }

    /** Initialises it. */
    static SoftToken make(Path folder, String label, String pin) throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.resolve("tokens") + "\nobjectstore.backend = file\n");
        SoftToken token = new SoftToken(folder, label, pin);
        token.run(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--pin",
                pin,
                "--so-pin",
                SECURITY_OFFICER);
        return token;
    }

    Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    }

    /** What pkcs11-tool lists, logged in. */
    String objects() throws IOException, InterruptedException {
        return run(
                "pkcs11-tool",
                "--module",
                library().toString(),
                "--token-label",
                label,
                "--login",
                "--pin",
                pin,
                "--list-objects");
    }

    /** Runs a command that reaches the token; it has to succeed. */
    String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed: " + output);
        }
        return output;
    }
}
