package dev.writeback.sandbox.site;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a site, for its owner's eyes only: itself 0700, every file 0600 where the file system has modes. */
final class SiteFolder {
    private static final String MARK = ".writeback-sandbox";

    private final Path root;

    private SiteFolder(Path root) {
        this.root = root;
    }

    /**
     * Makes the folder, or takes one that an earlier run has made.
     *
     * @throws SiteException when something else is in it
     */
    static SiteFolder open(Path root) throws IOException, SiteException {
        Path absolute = root.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            make(absolute);
        }
        SiteFolder folder = new SiteFolder(absolute);
        if (!folder.has(MARK)) {
            folder.requireEmpty();
            folder.write(MARK, "Made by writeback sandbox.\n");
        }
        folder.protect();
        return folder;
    }

    private static void make(Path root) throws SiteException {
        try {
            Files.createDirectories(root, mode(root, "rwx------"));
        } catch (IOException e) {
            throw new SiteException(root + " cannot be made; accepted: a folder where this user may write", e);
        }
    }

    private void requireEmpty() throws IOException, SiteException {
        try (Stream<Path> content = Files.list(root)) {
            if (content.findAny().isPresent()) {
                throw new SiteException(root + " holds files that the sandbox did not make; accepted: a folder that"
                        + " does not exist yet, is empty, or is one of the sandbox's own");
            }
        } catch (NotDirectoryException e) {
            throw new SiteException(root + " is not a folder; accepted: a folder, which may not exist yet");
        }
    }

    private void protect() throws IOException {
        if (isPosix(root)) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path path(String name) {
        return root.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path(name));
    }

    String read(String name) throws IOException {
        return Files.readString(path(name));
    }

    /** Writes the file whole or not at all; it is never readable for others, not even at first. */
    Path write(String name, byte[] content) throws IOException {
        Path draft = path(name + ".new");
        Files.deleteIfExists(draft);
        try (var channel = Files.newByteChannel(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(root, "rw-------"))) {
            channel.write(ByteBuffer.wrap(content));
        }
        return Files.move(draft, path(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A folder in this one. */
    Path folder(String name) throws IOException {
        Path inner = path(name);
        return Files.isDirectory(inner) ? inner : Files.createDirectory(inner, mode(root, "rwx------"));
    }

    private static FileAttribute<?>[] mode(Path near, String mode) {
        if (!isPosix(near)) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static boolean isPosix(Path near) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
