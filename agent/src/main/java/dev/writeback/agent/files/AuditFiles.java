package dev.writeback.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of an audit's files: the one that is written, such as {@code audit.jsonl}, and those before it, such as {@code
 * audit-000000000001.jsonl}, each named after its first record.
 */
public final class AuditFiles {
    private AuditFiles() {}

    /** The name of the one before that begins with that record. */
    public static Path earlier(Path file, long firstRecord) {
        return file.resolveSibling("%s-%012d%s".formatted(stem(file), firstRecord, ending(file)));
    }

    /** Those before the one that is written, oldest first. */
    public static List<Path> earlier(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> isEarlier(file, entry)).sorted().toList();
        }
    }

    /** The number of the first record of one of those before, from its name. */
    public static long firstRecord(Path file, Path earlier) {
        String name = String.valueOf(earlier.getFileName());
        int begin = stem(file).length() + 1;
        return Long.parseLong(name.substring(begin, begin + 12));
    }

    /** All that there are, oldest first. */
    public static List<Path> all(Path file) throws IOException {
        List<Path> files = new ArrayList<>(earlier(file));
        if (Files.exists(file)) {
            files.add(file);
        }
        return files;
    }

    /** Whether it is the audit's file, or one of those before it. */
    public static boolean isOf(Path file, Path entry) {
        return entry.toAbsolutePath().equals(file.toAbsolutePath()) || isEarlier(file, entry);
    }

    private static boolean isEarlier(Path file, Path entry) {
        Pattern name = Pattern.compile(Pattern.quote(stem(file)) + "-[0-9]{12}" + Pattern.quote(ending(file)));
        return name.matcher(String.valueOf(entry.getFileName())).matches();
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ending(file).length());
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }
}
