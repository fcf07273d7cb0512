package dev.writeback.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a file that only its owner can read, whole or not at all, even when the power fails.
 *
 * <p>What root writes belongs to the owner of the file that it replaces, or of the directory that it is made in: root looks
 * after a service that runs under that user.
 */
public final class PrivateFile {
    private PrivateFile() {}

    /** Replaces the file, which may not exist yet. A link is followed: what it points to is replaced. */
    public static void replace(Path named, byte[] content) throws IOException {
        Path file = real(named);
        replace(file, content, Files.exists(file) ? file : Objects.requireNonNull(file.getParent()));
    }

    /**
     * The same, but what root writes belongs to the owner of {@code model}: so that a service can read its configuration in a
     * directory that it cannot change.
     */
    public static void replaceFor(Path model, Path named, byte[] content) throws IOException {
        replace(real(named), content, model);
    }

    private static void replace(Path file, byte[] content, Path model) throws IOException {
        // Always of the same name, so that the draft of a writer that died does not stay for good.
        Path draft = beside(file, ".new");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel channel = open(draft, StandardOpenOption.CREATE_NEW, model)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        force(Objects.requireNonNull(file.getParent()));
    }

    /** Returns when the names in a directory are on the disk. */
    public static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }

    /** Makes a directory, and those above it, for its owner alone, unless it is there. */
    public static Path directory(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return Files.createDirectories(directory);
        }
        Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent());
        directory(parent);
        Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
        giveTo(Files.getOwner(parent), directory);
        return directory;
    }

    /** What a link points to, or the path itself, which may not exist yet. */
    public static Path real(Path named) throws IOException {
        return Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    }

    /** The hidden file in the same directory whose name differs by the suffix. */
    public static Path beside(Path file, String suffix) {
        return file.resolveSibling("." + file.getFileName() + suffix);
    }

    /** Opens for writing a file that only its owner can read, if it is made now. */
    public static FileChannel open(Path file, StandardOpenOption creation) throws IOException {
        return open(file, creation, Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    private static FileChannel open(Path file, StandardOpenOption creation, Path model) throws IOException {
        boolean isNew = Files.notExists(file);
        FileChannel channel =
                FileChannel.open(file, Set.of(creation, StandardOpenOption.WRITE), ownerOnly(file, "rw-------"));
        if (isNew) {
            giveTo(Files.getOwner(model), file);
        }
        return channel;
    }

    private static void giveTo(UserPrincipal owner, Path made) throws IOException {
        if (isPosix(made)
                && Files.getOwner(made).getName().equals("root")
                && !owner.getName().equals("root")) {
            Files.setOwner(made, owner);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String mode) {
        // Where there are no modes, the file inherits the access control list of its directory.
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
