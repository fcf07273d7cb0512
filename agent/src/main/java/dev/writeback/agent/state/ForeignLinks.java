package dev.writeback.agent.state;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Keeps root from reading, through a link that another user has laid anywhere on the way, what that user may not read. Root
 * follows a link only where it and the directory that it is in are root's. Another user's process follows every link: it has
 * no rights but that user's own.
 */
public final class ForeignLinks {
    private static final int MOST_LINKS = 40;

    private ForeignLinks() {}

    /**
     * The same place by a name in which root follows no link.
     *
     * @throws IOException when root would have to follow a link that may be another user's; the message names it
     */
    public static Path resolved(Path named) throws IOException {
        return isRoot(named) ? withoutLinks(named.toAbsolutePath()) : named;
    }

    /**
     * Opens a regular file for reading. Root opens every directory on the way as it was looked at: what is exchanged for a
     * link meanwhile is not followed either.
     *
     * @throws IOException as {@link #resolved}; for root also when it is no regular file, or one of another user's directory
     *     that has other names too
     */
    public static SeekableByteChannel open(Path named) throws IOException {
        if (!isRoot(named)) {
            return Files.newByteChannel(named, StandardOpenOption.READ);
        }
        Path file = withoutLinks(named.toAbsolutePath());
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new IOException(file + " is not a regular file");
        }
        Path directory = parent(file);
        if (!isRoots(directory)
                && !Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                        .equals(1)) {
            throw new IOException(
                    file + " has other names too, which may be those of another file; put a copy in its place");
        }
        return openStepByStep(file);
    }

    private static Path withoutLinks(Path named) throws IOException {
        Path done = named.getRoot();
        Deque<Path> rest = new ArrayDeque<>(names(named));
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.peek().toString();
            Path next = name.equals("..") ? parent(done) : name.equals(".") ? done : done.resolve(name);
            rest.pop();
            if (!Files.isSymbolicLink(next)) {
                done = next;
                continue;
            }
            links++;
            if (!isRoots(done) || !isRoots(next) || links > MOST_LINKS) {
                throw new IOException(next + " is a link, which is not followed; put a file in its place");
            }
            Path target = Files.readSymbolicLink(next);
            done = target.isAbsolute() ? target.getRoot() : done;
            List<Path> steps = names(target);
            for (int i = steps.size() - 1; i >= 0; i--) {
                rest.push(steps.get(i));
            }
        }
        return done;
    }

    private static SeekableByteChannel openStepByStep(Path file) throws IOException {
        List<Path> names = names(file);
        Path last = names.remove(names.size() - 1);
        DirectoryStream<Path> directory = Files.newDirectoryStream(file.getRoot());
        try {
            for (Path name : names) {
                DirectoryStream<Path> above = directory;
                directory = secure(above).newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                above.close();
            }
            return secure(directory).newByteChannel(last, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } finally {
            directory.close();
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> directory) throws IOException {
        if (directory instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this system cannot open a file without following links; run this as the agent's user");
    }

    private static List<Path> names(Path path) {
        List<Path> names = new ArrayList<>();
        path.forEach(names::add);
        return names;
    }

    private static boolean isRoot(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix") && new UnixSystem().getUid() == 0;
    }

    private static boolean isRoots(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
    }

    private static Path parent(Path path) {
        Path above = path.getParent();
        return above == null ? path : above;
    }
}
