package dev.writeback.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Who owns a file and what its mode is; of a link, the link itself.
 *
 * @param mode as in {@code st_mode} of POSIX, with the kind of file
 * @param owner the user's number
 */
record FileFacts(Path path, int mode, int owner, String ownerName) {
    private static final int KIND = 0170000;
    private static final int LINK = 0120000;
    private static final String LETTERS = "rwxrwxrwx";

    static FileFacts of(Path path) throws IOException {
        Map<String, Object> read = Files.readAttributes(path, "unix:mode,uid,owner", LinkOption.NOFOLLOW_LINKS);
        return new FileFacts(path, number(read, "mode"), number(read, "uid"), String.valueOf(read.get("owner")));
    }

    private static int number(Map<String, Object> read, String name) {
        return (Integer) Objects.requireNonNull(read.get(name));
    }

    boolean isLink() {
        return (mode & KIND) == LINK;
    }

    /** As {@code ls} shows it, without the kind of file. */
    String letters() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            boolean set = (mode >> (LETTERS.length() - 1 - i) & 1) != 0;
            text.append(set ? LETTERS.charAt(i) : '-');
        }
        return text.toString();
    }
}
