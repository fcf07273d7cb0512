package dev.writeback.agent.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Text that is written whole, for its owner's eyes only, and recognised when it is read again: the first line is the
 * SHA-256 of all that follows. That finds a failing disk and a careless editor; against whoever may write to the state
 * directory there is no defence on this machine.
 */
public final class CheckedFile {
    private static final int LARGEST = 64 * 1024;
    private static final int DIGEST_LINE = 65;
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private CheckedFile() {}

    /** Returns when the text is on the disk; until then the former one is there. */
    public static void replace(Path file, String text) throws IOException {
        PrivateFile.replace(file, (digest(text) + "\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text that was written last; empty when there is no file.
     *
     * @throws DamagedFileException when it is not what was written, others may write to it, or it cannot be read
     */
    public static Optional<String> read(Path file) throws DamagedFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            requireOwnersAlone(file);
            if (bytes.length > LARGEST) {
                throw new DamagedFileException(file, "more than " + LARGEST + " bytes");
            }
            return Optional.of(checked(file, new String(bytes, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DamagedFileException(
                    file, "that it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String checked(Path file, String all) throws DamagedFileException {
        if (all.length() < DIGEST_LINE || all.charAt(DIGEST_LINE - 1) != '\n') {
            throw new DamagedFileException(file, "no digest in its first line");
        }
        String text = all.substring(DIGEST_LINE);
        if (!all.startsWith(digest(text))) {
            throw new DamagedFileException(file, "a content that is not the one of its digest");
        }
        return text;
    }

    private static void requireOwnersAlone(Path file) throws IOException, DamagedFileException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_WRITE::contains)) {
            throw new DamagedFileException(file, "that others than its owner may write to it");
        }
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
