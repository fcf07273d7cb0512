package dev.writeback.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes files that only their owner can read, whatever the umask; and the group, where the first file was there already and
 * let it. Each file that takes the place of a full one has the mode of that.
 */
final class OwnersFileAppender extends RollingFileAppender<ILoggingEvent> {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");

    @Override
    public void openFile(String name) throws IOException {
        keepFromOthers(Path.of(name));
        super.openFile(name);
    }

    /** Makes the file, or takes others' access to it away. A device or a link is left as it is. */
    void keepFromOthers(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            // Windows: it inherits the access control list of its directory.
            return;
        }
        PosixFileAttributes found;
        try {
            found = view.readAttributes();
        } catch (NoSuchFileException e) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
            // The umask may have taken the group's away.
            view.setPermissions(mode);
            return;
        }
        if (found.isRegularFile()) {
            Set<PosixFilePermission> kept = new HashSet<>(found.permissions());
            if (kept.removeAll(OTHERS)) {
                change(view, kept);
            }
            mode = kept;
        }
    }

    private static void change(PosixFileAttributeView view, Set<PosixFilePermission> kept) throws IOException {
        try {
            view.setPermissions(kept);
        } catch (FileSystemException e) {
            // Another's file, which this user may write to: who made it so decides who reads it.
        }
    }
}
