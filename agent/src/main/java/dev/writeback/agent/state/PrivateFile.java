package dev.writeback.agent.state;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a file that only its owner can read, whole or not at all, even when the power fails.
 *
 * <p>What root writes belongs to the owner of the file that it replaces, or of the directory that it is made in: root looks
 * after a service that runs under that user. That user may put anything in the place of a name in his directory at any time:
 * there root follows no link at the end of a path, neither to write nor to give away; to read, none in it as {@link
 * ForeignLinks} has it.
 */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * Replaces the file, which may not exist yet. A link is followed: what it points to is replaced.
     *
     * @throws IOException also when root would have to follow a link in another user's directory
     */
    public static void replace(Path named, byte[] content) throws IOException {
        Path file = real(named);
        boolean isThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        replace(
                file,
                content,
                isThere
                        ? Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
                        : Files.getOwner(Objects.requireNonNull(file.getParent())));
    }

    /**
     * The same, but what root writes belongs to the owner of {@code model}: so that a service can read its configuration in a
     * directory that it cannot change.
     */
    public static void replaceFor(Path model, Path named, byte[] content) throws IOException {
        replace(real(named), content, Files.getOwner(model));
    }

    private static void replace(Path file, byte[] content, UserPrincipal owner) throws IOException {
        // Always of the same name, so that the draft of a writer that died does not stay for good.
        Path draft = beside(file, ".new");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel channel = open(draft, StandardOpenOption.CREATE_NEW, owner)) {
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
            if (isInReachOfAnother(directory)) {
                refuseLink(directory);
            }
            return Files.createDirectories(directory);
        }
        Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent());
        directory(parent);
        Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
        giveTo(Files.getOwner(parent), directory);
        return directory;
    }

    /**
     * What a link points to, or the path itself, which may not exist yet.
     *
     * @throws IOException also when root would have to follow a link in another user's directory
     */
    public static Path real(Path named) throws IOException {
        Path file = named.toAbsolutePath();
        if (isInReachOfAnother(file)) {
            refuseLink(file);
            return file;
        }
        if (!Files.exists(file)) {
            return file;
        }
        return Files.isSymbolicLink(file) ? real(file.resolveSibling(Files.readSymbolicLink(file))) : file.toRealPath();
    }

    /** The hidden file in the same directory whose name differs by the suffix. */
    public static Path beside(Path file, String suffix) {
        return file.resolveSibling("." + file.getFileName() + suffix);
    }

    /** Opens for writing a file, no link, that only its owner can read, if it is made now. */
    public static FileChannel open(Path file, StandardOpenOption creation) throws IOException {
        return open(file, creation, Files.getOwner(parent(file)));
    }

    /** Makes a file, for writing, that stays with the user of this process, whoever owns the directory. */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                ownerOnly(file, "rw-------"));
    }

    /**
     * Reads what the service keeps in its directory: a regular file of the directory's owner, of root or of this process's user.
     *
     * @param most how many bytes it may have
     * @throws IOException also when it is anything else, such as a link; the message holds nothing of its content
     */
    public static byte[] read(Path file, int most) throws IOException {
        requireTheServices(file);
        try (InputStream in = Channels.newInputStream(ForeignLinks.open(file))) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException(file + " has more than " + most + " bytes");
            }
            return content;
        }
    }

    private static void requireTheServices(Path file) throws IOException {
        refuseLink(file);
        ForeignLinks.resolved(file);
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new IOException(file + " is not a regular file");
        }
        if (!isPosix(file)) {
            return;
        }
        Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(0)
                && !owner.equals(Files.getAttribute(parent(file), "unix:uid"))
                && !owner.equals((int) new UnixSystem().getUid())) {
            throw new IOException(
                    file + " belongs to the user " + owner + "; accepted: the owner of its directory, or root");
        }
    }

    private static FileChannel open(Path file, StandardOpenOption creation, UserPrincipal owner) throws IOException {
        FileChannel channel;
        try {
            channel = create(file);
        } catch (FileAlreadyExistsException e) {
            if (creation == StandardOpenOption.CREATE_NEW) {
                throw e;
            }
            refuseLink(file);
            return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            giveTo(owner, file);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What has the name now may be something else than was made: a link itself is given away, not what it points to. */
    static void giveTo(UserPrincipal owner, Path made) throws IOException {
        if (isPosix(made)
                && Files.getOwner(made, LinkOption.NOFOLLOW_LINKS).getName().equals("root")
                && !owner.getName().equals("root")) {
            Files.getFileAttributeView(made, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
        }
    }

    /** Whether this is root, and another user may change what the name stands for. */
    private static boolean isInReachOfAnother(Path file) throws IOException {
        Path directory = parent(file);
        return isPosix(file)
                && new UnixSystem().getUid() == 0
                && Files.exists(directory)
                && !Files.getOwner(directory).getName().equals("root");
    }

    private static void refuseLink(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new IOException(file + " is a link, which is not followed; put a file in its place");
        }
    }

    private static Path parent(Path file) {
        Path above = file.toAbsolutePath().getParent();
        return above == null ? file.toAbsolutePath() : above;
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
