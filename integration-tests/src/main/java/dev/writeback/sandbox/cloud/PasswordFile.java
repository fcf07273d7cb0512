package dev.writeback.sandbox.cloud;

import dev.writeback.protocol.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a password from a file; one trailing line end is dropped, as PWB/1, section 4, has it. Stateless. */
public final class PasswordFile {
    /** The name that stands for the standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final int LARGEST = 64 * 1024;

    private PasswordFile() {}

    /**
     * Reads the password; the caller owns and closes it.
     *
     * @param name a path, or {@code -} for {@code standardInput}
     * @throws IOException when there is nothing to read, or more than 64 KiB
     */
    public static Secret read(String name, InputStream standardInput) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return read(standardInput, "the standard input");
        }
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return read(in, name);
        }
    }

    private static Secret read(InputStream in, String what) throws IOException {
        byte[] buffer = new byte[LARGEST + 1];
        try {
            int length = in.readNBytes(buffer, 0, buffer.length);
            if (length > LARGEST) {
                throw new IOException(what + " holds more than " + LARGEST + " bytes, which is no password");
            }
            return Secret.takeOwnershipOf(Arrays.copyOf(buffer, withoutLineEnd(buffer, length)));
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static int withoutLineEnd(byte[] text, int length) {
        if (length == 0 || text[length - 1] != '\n') {
            return length;
        }
        return length > 1 && text[length - 2] == '\r' ? length - 2 : length - 1;
    }
}
