package dev.writeback.agent.files;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells who else can read or change a file, and the directories and links on the way to it. What belongs to root or to this
 * process's user is trusted; for root also what belongs to the owner of the state directory, since root looks at a service
 * that runs under that user.
 *
 * <p>Where a file system has no owners and modes as POSIX knows them, nothing is found. Each thing is told once. Not
 * thread-safe.
 */
public final class FileGuard {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int ANY_READ = 0444;
    private static final int ANY_WRITE = 0222;
    private static final int GROUP = 0070;
    private static final int OTHERS = 0007;

    private final Set<Integer> trusted;
    private final String owner;
    private final Set<Exposure> told = new HashSet<>();

    /**
     * @param trusted numbers of users; empty for a guard that finds nothing
     * @param owner whose everything should be
     */
    private FileGuard(Set<Integer> trusted, String owner) {
        this.trusted = trusted;
        this.owner = owner;
    }

    /** A guard that finds nothing. */
    public static FileGuard off() {
        return new FileGuard(Set.of(), "");
    }

    /**
     * A guard for this process.
     *
     * @param stateDirectory which need not exist
     */
    public static FileGuard of(Path stateDirectory) {
        if (!stateDirectory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return off();
        }
        UnixSystem process = new UnixSystem();
        return of(stateDirectory, (int) process.getUid(), process.getUsername());
    }

    static FileGuard of(Path stateDirectory, int user, String name) {
        if (user != ROOT) {
            return new FileGuard(Set.of(ROOT, user), name);
        }
        try {
            FileFacts state = FileFacts.of(stateDirectory.toRealPath());
            return new FileGuard(state.owner() == ROOT ? Set.of(ROOT) : Set.of(ROOT, state.owner()), state.ownerName());
        } catch (IOException e) {
            return new FileGuard(Set.of(ROOT), name);
        }
    }

    /** What is wrong with an existing file and with the way to it. */
    public List<Exposure> check(Path named, Stake stake) {
        if (trusted.isEmpty()) {
            return List.of();
        }
        List<Exposure> found = new ArrayList<>();
        try {
            Way way = Way.to(named);
            way.steps().forEach(step -> checkStep(step, found));
            FileFacts file = FileFacts.of(way.end());
            checkOwner(file, found);
            checkMode(file, stake, found);
        } catch (NoSuchFileException e) {
            // It was here a moment ago: one of the files that are replaced while the agent runs.
            return List.of();
        } catch (IOException e) {
            found.add(new Exposure(
                    "'" + printable(named) + "', whose owner and mode cannot be read",
                    "a file that this user may look at"));
        }
        return found.stream().filter(told::add).toList();
    }

    /** What is wrong with the way to a file that need not exist, and with the file if it does. */
    public List<Exposure> checkIfThere(Path named, Stake stake) {
        if (Files.exists(named)) {
            return check(named, stake);
        }
        Path directory = named.toAbsolutePath().getParent();
        return directory != null && Files.exists(directory) ? check(directory, Stake.DIRECTORY) : List.of();
    }

    /**
     * What is wrong with the files in a directory: each is its owner's alone.
     *
     * @param audit but this one, and those that were the audit before, may be read by their group
     */
    public List<Exposure> checkEntries(Path directory, Path audit) {
        if (trusted.isEmpty() || !Files.isDirectory(directory)) {
            return List.of();
        }
        List<Exposure> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.sorted()
                    .filter(Files::isRegularFile)
                    .forEach(entry -> found.addAll(
                            check(entry, AuditFiles.isOf(audit, entry) ? Stake.GROUP_READABLE : Stake.SECRET)));
        } catch (IOException | UncheckedIOException e) {
            found.add(
                    new Exposure("'" + printable(directory) + "', which cannot be listed", "a directory of this user"));
        }
        return found;
    }

    /** A directory on the way, and what is named in it: in one with the sticky bit, nobody can replace what is another's. */
    private void checkStep(Way.Step step, List<Exposure> found) {
        checkOwner(step.directory(), found);
        if ((step.directory().mode() & STICKY) == 0) {
            checkMode(step.directory(), Stake.DIRECTORY, found);
        } else {
            checkOwner(step.entry(), found);
        }
    }

    private void checkOwner(FileFacts file, List<Exposure> found) {
        if (!trusted.contains(file.owner())) {
            found.add(new Exposure(
                    "'" + printable(file.path()) + "', which belongs to " + file.ownerName(),
                    (owner.equals("root") ? "" : "root or ") + owner + " as its owner; mend it: chown " + owner + " "
                            + forShell(file.path())));
        }
    }

    private static void checkMode(FileFacts file, Stake stake, List<Exposure> found) {
        int exposed = file.mode() & stake.forbidden();
        if (exposed != 0) {
            found.add(new Exposure(
                    "'" + printable(file.path()) + "', which " + who(exposed) + " can " + what(exposed) + " (mode "
                            + file.letters() + ")",
                    stake.accepted() + "; mend it: chmod " + stake.mode() + " " + forShell(file.path())));
        }
    }

    private static String who(int exposed) {
        if ((exposed & OTHERS) == 0) {
            return "its group";
        }
        return (exposed & GROUP) == 0 ? "everybody" : "its group and everybody else";
    }

    private static String what(int exposed) {
        List<String> can = new ArrayList<>();
        if ((exposed & ANY_READ) != 0) {
            can.add("read");
        }
        if ((exposed & ANY_WRITE) != 0) {
            can.add("write");
        }
        return can.isEmpty() ? "run" : String.join(" and ", can);
    }

    private static String printable(Path path) {
        return path.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static String forShell(Path path) {
        String text = printable(path);
        return text.matches("[A-Za-z0-9_./,:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
