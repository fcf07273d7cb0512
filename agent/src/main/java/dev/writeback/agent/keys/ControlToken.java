package dev.writeback.agent.keys;

import dev.writeback.agent.state.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What shows that a caller of the local endpoint may control the agent: a random text in a file of the state directory
 * that only the agent's user can read, new at each start. It is laid down only once the
 * agent has the endpoint's port: nobody shows a live token to somebody else who listens there. What a stopped agent leaves behind
 * opens nothing any more.
 */
public final class ControlToken {
    private static final String FILE = "control.token";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LARGEST = 4096;

    private ControlToken() {}

    /** Makes a new one and keeps it in the state directory. */
    public static String renew(Path stateDirectory, SecureRandom random) throws IOException {
        String token = make(random);
        keep(token, stateDirectory);
        return token;
    }

    /** Makes a new one. */
    public static String make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Keeps it in the state directory. */
    public static void keep(String token, Path stateDirectory) throws IOException {
        PrivateFile.replace(stateDirectory.resolve(FILE), token.getBytes(StandardCharsets.US_ASCII));
    }

    /** Removes that of an earlier start. */
    public static void remove(Path stateDirectory) throws IOException {
        Files.deleteIfExists(stateDirectory.resolve(FILE));
    }

    /**
     * Reads that of the running agent.
     *
     * @throws MalformedTokenException when the file holds no token
     * @throws IOException when it cannot be read, or is not the agent's own file
     */
    public static String read(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve(FILE);
        String token = new String(PrivateFile.read(file, LARGEST), StandardCharsets.US_ASCII);
        if (!FORM.matcher(token).matches()) {
            throw new MalformedTokenException(file);
        }
        return token;
    }
}
