package dev.writeback.agent.keys;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What shows that a caller of the local endpoint may control the agent: a random text in a file of the state directory
 * that only the agent's user can read, new at each start.
 */
public final class ControlToken {
    private static final String FILE = "control.token";
    private static final int BYTES = 32;

    private ControlToken() {}

    /** Makes a new one and keeps it in the state directory. */
    public static String renew(Path stateDirectory, SecureRandom random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFile.replace(stateDirectory.resolve(FILE), token.getBytes(StandardCharsets.US_ASCII));
        return token;
    }

    /** Reads that of the running agent. */
    public static String read(Path stateDirectory) throws IOException {
        return Files.readString(stateDirectory.resolve(FILE), StandardCharsets.US_ASCII);
    }
}
