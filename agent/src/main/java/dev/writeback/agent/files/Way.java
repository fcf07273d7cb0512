package dev.writeback.agent.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The way from the root to a file as the system goes it, through every link.
 *
 * @param end the file itself, which is no link
 */
record Way(List<Step> steps, Path end) {
    /** What Linux allows. */
    private static final int MOST_LINKS = 40;

    /**
     * One step.
     *
     * @param entry what is named in the directory: a directory, a link, or the file at the end
     */
    record Step(FileFacts directory, FileFacts entry) {}

    static Way to(Path named) throws IOException {
        Path start = named.toAbsolutePath();
        Path root = Objects.requireNonNull(start.getRoot());
        Deque<Path> ahead = new ArrayDeque<>();
        start.forEach(ahead::addLast);
        List<Step> steps = new ArrayList<>();
        Path here = root;
        int links = 0;
        while (!ahead.isEmpty()) {
            String name = ahead.removeFirst().toString();
            if (name.equals("..")) {
                here = here.getParent() == null ? root : here.getParent();
            } else if (!name.isEmpty() && !name.equals(".")) {
                FileFacts entry = FileFacts.of(here.resolve(name));
                steps.add(new Step(FileFacts.of(here), entry));
                if (!entry.isLink()) {
                    here = entry.path();
                } else if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException(named.toString());
                } else {
                    here = follow(entry.path(), here, ahead);
                }
            }
        }
        return new Way(List.copyOf(steps), here);
    }

    /** Puts the link's target before what is still ahead; returns where that begins. */
    private static Path follow(Path link, Path here, Deque<Path> ahead) throws IOException {
        Path target = Files.readSymbolicLink(link);
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(target.getName(i));
        }
        return target.isAbsolute() ? Objects.requireNonNull(target.getRoot()) : here;
    }
}
