package dev.writeback.packaging;

import dev.writeback.agent.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes {@code share/man/man1/writeback.1.gz} and {@code share/bash-completion/completions/writeback}, and the change logs
 * that Debian's packages have to hold.
 */
public final class CommandFiles {
    private static final DateTimeFormatter RFC_2822 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ROOT);

    private CommandFiles() {}

    /**
     * The entry point of the build.
     *
     * @param arguments the directory to write below, the time of the build in the form of ISO 8601, the version
     */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Instant.parse(arguments[1]), arguments[2]);
    }

    static void write(Path directory, Instant built, String version) throws IOException {
        CommandLine commands = Main.commandLine();
        OffsetDateTime time = built.atOffset(ZoneOffset.UTC);
        put(
                directory.resolve("layout/share/man/man1/writeback.1.gz"),
                compressed(ManualPage.of(commands, version, time.toLocalDate())));
        put(
                directory.resolve("layout/share/bash-completion/completions/writeback"),
                completion(commands).getBytes(StandardCharsets.UTF_8));
        for (String name : new String[] {"writeback-agent", "writeback-agent-jars"}) {
            put(directory.resolve("debian/" + name + "/changelog.gz"), compressed(changeLog(name, version, time)));
        }
    }

    /** Without the interpreter in its first line: a shell reads it, nobody executes it. */
    private static String completion(CommandLine commands) {
        return AutoComplete.bash("writeback", commands).replaceFirst("^#!.*\n", "");
    }

    private static String changeLog(String name, String version, OffsetDateTime time) {
        String debian = version.replace("-SNAPSHOT", "~snapshot");
        return name + " (" + debian + ") stable; urgency=medium\n\n"
                + "  * What has changed is in /usr/share/writeback/CHANGELOG.md.\n\n"
                + " -- The maintainers of writeback <maintainers@writeback.invalid>  " + RFC_2822.format(time) + "\n";
    }

    /** Without the time that gzip itself would note. */
    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(9);
            }
        }) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = bytes.toByteArray();
        // RFC 1952, section 2.3.1: XFL 2 says that no compression is better. Java leaves that to others.
        file[8] = 2;
        return file;
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, content);
    }
}
